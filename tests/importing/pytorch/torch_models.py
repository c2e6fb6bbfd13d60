"""Small networks of PyTorch, one for each way in which people write them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it


class Functional(nn.Module):
    """Functions instead of modules."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.head = nn.Linear(8 * 4 * 4, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv(x)), 2)
        x = F.leaky_relu(x, 0.2)
        x = F.dropout(x, 0.25, self.training)
        x = x.view(x.size(0), -1)
        return F.log_softmax(self.head(x), dim=1)


class Reused(nn.Module):
    """One convolution and one linear layer, each called twice."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.act = nn.ReLU(inplace=True)
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(2):
            x = self.act(self.norm(self.conv(x)))
        x = x.mean((2, 3))
        return self.fc(self.fc(x))


class Block(nn.Module):
    """A residual block, whose activation works in place."""

    def __init__(self, channels: int, filters: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.downsample: nn.Module | None = None
        if stride > 1 or channels != filters:
            self.downsample = nn.Sequential(
                nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters)
            )

    def forward(self, x: Tensor) -> Tensor:
        identity = x if self.downsample is None else self.downsample(x)
        out = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        out += identity
        return self.relu(out)


def residual(width: int = 8) -> nn.Module:
    """Give two residual blocks in a ``Sequential`` with names."""
    blocks = nn.Sequential(Block(width, width), Block(width, 2 * width, 2))
    parts = [("stem", nn.Conv2d(3, width, 3, padding=1)), ("layer1", blocks), ("pool", nn.AdaptiveAvgPool2d(1))]
    return nn.Sequential(OrderedDict([*parts, ("flatten", nn.Flatten()), ("fc", nn.Linear(2 * width, 5))]))


class Lists(nn.Module):
    """Layers in a list and a dictionary, with dense connections."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(4 + 2 * i, 2, 3, padding=1) for i in range(3))
        self.heads = nn.ModuleDict({"one": nn.Conv2d(10, 1, 1), "two": nn.Conv2d(10, 2, 1)})

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        features = [x]
        for layer in self.layers:
            features.append(layer(torch.cat(features, 1)))
        x = torch.cat(features, dim=1)
        return {name: head(x) for name, head in self.heads.items()}


class Pyramid(nn.Module):
    """Interpolation by a factor and to a size, transposed convolution, and skips."""

    def __init__(self) -> None:
        super().__init__()
        self.down = nn.ModuleList([nn.Conv2d(3, 8, 3, 2, 1), nn.Conv2d(8, 8, 3, 2, 1)])
        self.up = nn.ConvTranspose2d(8, 8, 2, 2)
        self.out = nn.Conv2d(16, 2, 3, padding="same", padding_mode="reflect")

    def forward(self, x: Tensor) -> Tensor:
        one = self.down[0](x)
        two = self.down[1](one)
        up = F.interpolate(two, scale_factor=2, mode="bilinear", align_corners=False)
        up = torch.cat([up + self.up(two), one], 1)
        return F.interpolate(self.out(up), size=x.shape[-2:], mode="nearest")


class Splits(nn.Module):
    """Channels taken apart by chunk, split, slices and shuffles."""

    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Conv2d(4, 4, 1)
        self.right = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.shuffle = nn.ChannelShuffle(2)

    def forward(self, x: Tensor) -> Tensor:
        a, b = x.chunk(2, dim=1)
        x = torch.cat((self.left(a), self.right(b)), dim=1)
        n, c, h, w = x.shape
        x = x.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
        a, b = x.chunk(2, dim=1)
        a, b = torch.split(self.shuffle(torch.cat((F.relu(b), a), 1)), 4, dim=1)
        x = a * torch.sigmoid(b)
        return F.pixel_unshuffle(F.pixel_shuffle(x, 2), 2)[:, :2]


class SqueezeExcite(nn.Module):
    """A gate for each channel, as linear layers, and a learned scale."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.fc1 = nn.Linear(8, 2)
        self.fc2 = nn.Linear(2, 8)
        self.gamma = nn.Parameter(torch.ones(8, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        x = F.silu(self.conv(x))
        gate = x.mean((2, 3))
        gate = self.fc2(F.relu(self.fc1(gate))).sigmoid()
        return x * gate[:, :, None, None] * self.gamma


class ByHand(nn.Module):
    """Attention spelt out: one projection for three, heads by views, a softmax between two products."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads, self.scale = heads, (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, 3 * dim)
        self.drop = nn.Dropout(0.1)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x: Tensor) -> Tensor:
        b, n, c = x.shape
        q, k, v = self.qkv(x).reshape(b, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = self.drop((q @ k.transpose(-2, -1) * self.scale).softmax(dim=-1))
        return self.proj((weights @ v).transpose(1, 2).reshape(b, n, c))


class Fused(nn.Module):
    """Attention by PyTorch's own function, with a projection for each part."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.out = (nn.Linear(dim, dim, bias=False) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        b, n, c = x.shape
        q, k, v = (part(x).view(b, n, self.heads, -1).transpose(1, 2) for part in (self.q, self.k, self.v))
        x = F.scaled_dot_product_attention(q, k, v)
        return self.out(x.transpose(1, 2).contiguous().view(b, n, c))


class ByEinsum(nn.Module):
    """Attention as sums over letters."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.out = (nn.Linear(dim, dim) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = (part(x).unflatten(-1, (self.heads, -1)) for part in (self.q, self.k, self.v))
        weights = torch.einsum("bihd,bjhd->bhij", q, k) / (q.shape[-1] ** 0.5)
        return self.out(torch.einsum("bhij,bjhd->bihd", weights.softmax(-1), v).flatten(2))


class Module(nn.Module):
    """Attention by PyTorch's own module."""

    def __init__(self, dim: int, heads: int, *, weights: bool = False) -> None:
        super().__init__()
        self.inner, self.weights = nn.MultiheadAttention(dim, heads, batch_first=True), weights

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x, x, x, need_weights=self.weights)[0]


ATTENTIONS: dict[str, Any] = {
    "by_hand": ByHand,
    "fused": Fused,
    "einsum": ByEinsum,
    "module": Module,
    "module_with_weights": lambda dim, heads: Module(dim, heads, weights=True),
}


class Transformer(nn.Module):
    """A vision transformer: patches, a class token, positions, blocks before norms."""

    def __init__(self, kind: str = "fused", dim: int = 12, heads: int = 3) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, dim, 4, 4)
        self.token = nn.Parameter(torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(torch.zeros(1, 17, dim))
        self.norm1, self.norm2, self.norm = nn.LayerNorm(dim), nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attention = ATTENTIONS[kind](dim, heads)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))
        self.head = nn.Linear(dim, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.positions
        x = x + self.attention(self.norm1(x))
        x = x + self.mlp(self.norm2(x))
        return self.head(self.norm(x)[:, 0])


def encoder() -> nn.Module:
    """Give PyTorch's own layer of a transformer's encoder."""
    return nn.TransformerEncoderLayer(12, 3, 24, batch_first=True, norm_first=True, activation="gelu")


class Words(nn.Module):
    """A table of words, an LSTM and a GRU, and what the last one carries."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(100, 8)
        self.lstm = nn.LSTM(8, 6, num_layers=2, batch_first=True, bidirectional=True)
        self.gru = nn.GRU(12, 5)
        self.head = nn.Linear(5, 2)

    def forward(self, ids: Tensor) -> Tensor:
        x, _ = self.lstm(self.table(ids))
        _, state = self.gru(x.transpose(0, 1))
        return self.head(state[-1])


class Conditioned(nn.Module):
    """A picture and words: one input holds numbers with a point, the other whole ones; two maps are stacked."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(9, 4)
        self.maps = nn.ModuleList([nn.Conv2d(3, 4, 1), nn.Conv2d(3, 4, 3, padding=1)])

    def forward(self, image: Tensor, *, words: Tensor) -> Tensor:
        x = torch.stack([made(image) for made in self.maps]).mean(0)
        return x + self.table(words).mean(1)[:, :, None, None]


class Recurrences(nn.Module):
    """Layers that read step by step, each of which tells something else to the next."""

    def __init__(self) -> None:
        super().__init__()
        self.both = nn.LSTM(4, 6, 2, batch_first=True, bidirectional=True, dropout=0.1)
        self.one = nn.GRU(12, 5, batch_first=True)
        del self.one.bias_hh_l0
        self.one.bias_hh_l0 = torch.zeros(15)
        self.plain = nn.RNN(5, 3, batch_first=True, nonlinearity="relu")
        self.cells = nn.LSTM(3, 3, batch_first=True)
        self.head = nn.Linear(18, 2)

    def forward(self, x: Tensor) -> Tensor:
        start = torch.zeros(4, x.size(0), 6, device=x.device)
        rows, (ends, _) = self.both(x, (start, torch.zeros_like(start)))
        _, last = self.plain(self.one(rows)[0])
        _, (_, cell) = self.cells(last.transpose(0, 1))
        return self.head(torch.cat((ends[-2], ends[-1], last[-1], cell[-1]), dim=1))


class Causal(nn.Module):
    """Attention by hand, where what comes later is put out of sight in three ways."""

    def __init__(self, way: str, dim: int = 12, heads: int = 3) -> None:
        super().__init__()
        self.heads, self.way = heads, way
        self.qkv, self.out = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.register_buffer("mask", torch.ones(9, 9).tril().view(1, 1, 9, 9))

    def forward(self, x: Tensor) -> Tensor:
        b, n, c = x.shape
        q, k, v = (part.view(b, n, self.heads, -1).transpose(1, 2) for part in self.qkv(x).split(c, dim=2))
        match = q @ k.transpose(-2, -1) / (c // self.heads) ** 0.5
        if self.way == "fill":
            match = match.masked_fill(self.mask[:, :, :n, :n] == 0, float("-inf"))
        elif self.way == "where":
            match = torch.where(self.mask[:, :, :n, :n] > 0, match, torch.finfo(match.dtype).min)
        else:
            match = match.masked_fill((x.sum(-1) == 0)[:, None, None, :], -1e9)
        return self.out((match.softmax(-1) @ v).transpose(1, 2).reshape(b, n, c))


def normed() -> nn.Module:
    """Give convolutions whose weights are kept as a direction and a length, or are held to a norm."""
    norms = nn.utils.parametrizations
    one, two = norms.weight_norm(nn.Conv2d(3, 8, 3, padding=1)), norms.spectral_norm(nn.Conv2d(8, 4, 1))
    return nn.Sequential(one, nn.ReLU(), two)


class Norms(nn.Module):
    """Every norm, and paddings of several kinds."""

    def __init__(self) -> None:
        super().__init__()
        self.group = nn.GroupNorm(2, 8)
        self.instance = nn.InstanceNorm2d(8, affine=True)
        self.layer = nn.LayerNorm(8)
        self.rms = nn.RMSNorm(8)
        self.response = nn.LocalResponseNorm(5)
        self.conv = nn.Conv2d(8, 8, 3, padding=1, padding_mode="circular")
        self.slopes = nn.PReLU(8)

    def forward(self, x: Tensor) -> Tensor:
        x = self.instance(self.group(x))
        x = self.rms(self.layer(x.permute(0, 2, 3, 1))).permute(0, 3, 1, 2)
        x = self.response(self.slopes(self.conv(F.pad(x, (1, 1, 1, 1)))))
        return F.adaptive_avg_pool2d(F.avg_pool2d(x, 3, 2, 1), (3, 2))


class Windows(nn.Module):
    """Attention within shifted windows, with what it learns for each offset."""

    def __init__(self, dim: int = 8, heads: int = 2, window: int = 4, shift: int = 2) -> None:
        super().__init__()
        self.heads, self.window, self.shift = heads, window, shift
        self.norm = nn.LayerNorm(dim)
        self.qkv, self.proj = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.table = nn.Parameter(torch.zeros((2 * window - 1) ** 2, heads))
        places = torch.stack(torch.meshgrid(torch.arange(window), torch.arange(window), indexing="ij")).flatten(1)
        apart = (places[:, :, None] - places[:, None, :]).permute(1, 2, 0) + window - 1
        self.register_buffer("index", apart[..., 0] * (2 * window - 1) + apart[..., 1])
        self.register_buffer("mask", torch.zeros(4, window**2, window**2))

    def forward(self, x: Tensor) -> Tensor:
        b, h, w, c = x.shape
        s, m = self.window, self.shift
        y = torch.roll(self.norm(x), shifts=(-m, -m), dims=(1, 2))
        y = y.view(b, h // s, s, w // s, s, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, s * s, c)
        q, k, v = self.qkv(y).reshape(-1, s * s, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        match = q * (c // self.heads) ** -0.5 @ k.transpose(-2, -1)
        bias = self.table[self.index.view(-1)].view(s * s, s * s, -1).permute(2, 0, 1).unsqueeze(0)
        match = (match + bias).view(b, -1, self.heads, s * s, s * s) + self.mask.unsqueeze(1).unsqueeze(0)
        match = match.view(-1, self.heads, s * s, s * s).softmax(-1)
        y = self.proj((match @ v).transpose(1, 2).reshape(-1, s * s, c))
        y = y.view(b, h // s, w // s, s, s, c).permute(0, 1, 3, 2, 4, 5).reshape(b, h, w, c)
        return x + torch.roll(y, shifts=(m, m), dims=(1, 2))


def windows() -> nn.Module:
    """Give shifted windows over a map whose channels come first."""

    class Around(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.stem, self.block = nn.Conv2d(3, 8, 1), Windows()

        def forward(self, x: Tensor) -> Tensor:
            return self.block(self.stem(x).permute(0, 2, 3, 1)).permute(0, 3, 1, 2)

    return Around()


class Strange(nn.Module):
    """What has no words: a sort along the channels, between two layers that have."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.two = nn.Conv2d(3, 4, 1), nn.Conv2d(4, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.two(torch.sort(self.one(x), dim=1)[0])


class Tied(nn.Module):
    """A table of words that is the output's matrix too."""

    def __init__(self) -> None:
        super().__init__()
        self.table, self.mix, self.out = nn.Embedding(50, 8), nn.Linear(8, 8), nn.Linear(8, 50, bias=False)
        self.out.weight = self.table.weight

    def forward(self, ids: Tensor) -> Tensor:
        return self.out(self.mix(self.table(ids)))


class InPlace(nn.Module):
    """An activation in place of what a shortcut reads too, and one that changes a part of a map."""

    def __init__(self, *, part: bool = False) -> None:
        super().__init__()
        self.conv, self.part = nn.Conv2d(3, 4, 1), part

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        y = x[:, :2] if self.part else x
        F.relu_(y)
        return x + torch.sigmoid(x)


class NoGradient(nn.Module):
    """A part that is not trained."""

    def __init__(self) -> None:
        super().__init__()
        self.frozen, self.head = nn.Conv2d(3, 4, 3), nn.Conv2d(4, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        with torch.no_grad():
            x = self.frozen(x)
        return self.head(x)


class Chooses(nn.Module):
    """Control flow that depends on values."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cond(x.sum() > 0, torch.relu, torch.neg, (x,))


class Two(nn.Module):
    """Two inputs, of which one is a row."""

    def __init__(self) -> None:
        super().__init__()
        self.conv, self.fc = nn.Conv2d(3, 4, 3), nn.Linear(6, 2)

    def forward(self, image: Tensor, age: Tensor) -> tuple[Tensor, Tensor]:
        x = torch.flatten(F.adaptive_max_pool2d(self.conv(image), 1), 1)
        return self.fc(torch.cat([x, age], dim=1)), x


def broken() -> nn.Module:
    """Fail."""
    raise ValueError("no such model\nand more")


def number() -> int:
    """Give no network."""
    return 3
