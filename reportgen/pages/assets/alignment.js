/* Which layer of one network is which of another: what reportgen/review/alignment.py and edits.py do, step by step, so
   that a page says what `reportgen compare` says. A layer has an id, a word, the family of its word, and its options
   as pairs of a name and a JSON text. */
(() => {
  "use strict";

  const ALONE = 4;
  const OTHER_OPTION = 1;
  const OTHER_NAME = 1;
  const OTHER_WORD = 5;

  const meaning = (layer) => `${layer.word} ${JSON.stringify(layer.options)}`;

  const named = (segment) => {
    const name = segment.replace(/\.\d+$/, "");
    return { name, given: name === segment };
  };

  const alone = (part) => ALONE * part.layers.length;

  /* What two layers differ in, as a cost; null where one can hardly have become the other. */
  const between = (one, other, sameName) => {
    if (one.word !== other.word) return sameName || one.family === other.family ? OTHER_WORD : null;
    const [ones, others] = [new Map(one.options), new Map(other.options)];
    const names = new Set([...ones.keys(), ...others.keys()]);
    const differing = [...names].filter((name) => (ones.get(name) ?? "null") !== (others.get(name) ?? "null"));
    return Math.min(OTHER_OPTION * differing.length, OTHER_WORD);
  };

  /* How many pairs at the start cost nothing. */
  const alikeAtStart = (before, after, cost) => {
    const most = Math.min(before.length, after.length);
    for (let place = 0; place < most; place += 1) if (cost(before[place], after[place]) !== 0) return place;
    return most;
  };

  /* For each two places, what the cheapest edit of all that stands from there on costs. */
  const costsOfRests = (before, after, paired) => {
    const rest = Array.from({ length: before.length + 1 }, () => new Array(after.length + 1).fill(0));
    for (let row = before.length; row >= 0; row -= 1) {
      for (let column = after.length; column >= 0; column -= 1) {
        const ways = [];
        if (row < before.length) ways.push(alone(before[row]) + rest[row + 1][column]);
        if (column < after.length) ways.push(alone(after[column]) + rest[row][column + 1]);
        const pair = paired[row]?.[column] ?? null;
        if (pair !== null) ways.push(pair + rest[row + 1][column + 1]);
        if (ways.length) rest[row][column] = Math.min(...ways);
      }
    }
    return rest;
  };

  /* Wagner and Fischer's table (1974), filled from the end: it pairs earliest, and leaves out before it puts in. */
  const cheapest = (before, after, cost) => {
    const paired = before.map((one) => after.map((other) => cost(one, other)));
    const rest = costsOfRests(before, after, paired);
    const steps = [];
    let [row, column] = [0, 0];
    while (row < before.length || column < after.length) {
      const pair = paired[row]?.[column] ?? null;
      if (pair !== null && rest[row][column] === pair + rest[row + 1][column + 1]) {
        steps.push([before[row], after[column]]);
        row += 1;
        column += 1;
      } else if (row < before.length && rest[row][column] === alone(before[row]) + rest[row + 1][column]) {
        steps.push([before[row], null]);
        row += 1;
      } else {
        steps.push([null, after[column]]);
        column += 1;
      }
    }
    return steps;
  };

  const edits = (before, after, cost) => {
    const head = alikeAtStart(before, after, cost);
    const [ones, others] = [before.slice(head), after.slice(head)];
    const tail = alikeAtStart([...ones].reverse(), [...others].reverse(), cost);
    const [onesEnd, othersEnd] = [ones.length - tail, others.length - tail];
    return [
      ...before.slice(0, head).map((one, place) => [one, after[place]]),
      ...cheapest(ones.slice(0, onesEnd), others.slice(0, othersEnd), cost),
      ...ones.slice(onesEnd).map((one, place) => [one, others[othersEnd + place]]),
    ];
  };

  /* Aligns trees of parts; a part is a layer, or a run of layers below one segment of their ids. */
  class Aligner {
    constructor() {
      this.keys = new Map();
      this.costs = new Map();
      this.cost = this.cost.bind(this);
    }

    key(...what) {
      const text = JSON.stringify(what);
      if (!this.keys.has(text)) this.keys.set(text, this.keys.size);
      return this.keys.get(text);
    }

    leaf(layer, segment) {
      const { name, given } = named(segment);
      return { name, given, layers: [layer], parts: [], key: this.key(name, given, meaning(layer)) };
    }

    run(segment, layers, depth) {
      const { name, given } = named(segment);
      const parts = this.tree(layers, depth);
      return { name, given, layers, parts, key: this.key(name, given, ...parts.map((part) => part.key)) };
    }

    leaves(layers) {
      return layers.map((layer) => this.leaf(layer, layer.id.split("/").at(-1)));
    }

    /* Group layers that follow each other by their segment at a depth of the path. */
    tree(layers, depth = 0) {
      const parts = [];
      for (let start = 0, end; start < layers.length; start = end) {
        const segments = layers[start].id.split("/");
        const inner = segments.length > depth + 1;
        const together = (layer) => {
          const others = layer.id.split("/");
          return others[depth] === segments[depth] && others.length > depth + 1 === inner;
        };
        end = start + 1;
        while (end < layers.length && together(layers[end])) end += 1;
        if (inner) parts.push(this.run(segments[depth], layers.slice(start, end), depth + 1));
        else parts.push(this.leaf(layers[start], segments[depth]));
      }
      return parts;
    }

    pairs(before, after) {
      return edits(before, after, this.cost).flatMap(([one, other]) => {
        if (one?.parts.length && other?.parts.length) return this.pairs(one.parts, other.parts);
        if (one && other && !one.parts.length && !other.parts.length) return [[one.layers[0], other.layers[0]]];
        return [
          ...(one?.layers ?? []).map((layer) => [layer, null]),
          ...(other?.layers ?? []).map((layer) => [null, layer]),
        ];
      });
    }

    /* What pairing two parts costs; null where they cannot be one. */
    cost(one, other) {
      if (one.key === other.key || (one.given && other.given && one.name === other.name)) return 0;
      const known = `${one.key},${other.key}`;
      if (!this.costs.has(known)) this.costs.set(known, this.workedOut(one, other));
      return this.costs.get(known);
    }

    workedOut(one, other) {
      const renamed = one.name === other.name ? 0 : OTHER_NAME;
      if (one.parts.length && other.parts.length) {
        const steps = edits(one.parts, other.parts, this.cost);
        return steps.reduce((sum, [a, b]) => sum + (a && b ? this.cost(a, b) ?? 0 : alone(a ?? b)), renamed);
      }
      if (one.parts.length || other.parts.length) return null;
      const cost = between(one.layers[0], other.layers[0], !renamed);
      return cost === null ? null : cost + renamed;
    }
  }

  const aloneIn = (pairs) => pairs.filter((pair) => pair.includes(null)).length;

  /* Pair the layers of two networks, in an order that keeps the order of both. */
  const align = (before, after) => {
    const aligner = new Aligner();
    const pairs = aligner.pairs(aligner.tree(before), aligner.tree(after));
    if (aloneIn(pairs) === Math.abs(before.length - after.length)) return pairs;
    const plain = aligner.pairs(aligner.leaves(before), aligner.leaves(after));
    return aloneIn(plain) < aloneIn(pairs) ? plain : pairs;
  };

  /* Align each network with the rows so far, of which the first network that has a layer speaks for its row. */
  const rows = ([first, ...others]) =>
    others.reduce((known, layers, place) => {
      const heads = known.map((row) => row.find(Boolean));
      let next = 0;
      return align(heads, layers).map(([one, other]) => {
        const before = one ? known[next++] : new Array(place + 1).fill(null);
        return [...before, other];
      });
    }, first.map((layer) => [layer]));

  /* How far the networks agree on a row's layer. */
  const kind = ([first, ...others]) => {
    if (!first || others.some((other) => !other || meaning(other) !== meaning(first))) return "different";
    return others.every((other) => other.effects === first.effects) ? "same" : "affected";
  };

  window.reportgen.alignment = { rows, kind };
})();
