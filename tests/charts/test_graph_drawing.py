"""Places come from Graphviz, all else from us: boxes stay apart, the same input gives the same picture."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from chart_samples import Sample, catalogued, networks, resnet, three_layers

from reportgen.charts import graph, style
from reportgen.charts.graph.dot import Frame, lay_out
from reportgen.charts.text import width

if TYPE_CHECKING:
    from reportgen import NetworkReport

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
CATALOGUED = (("unet/unet", None), ("googlenet/googlenet", "googlenet"), ("segmentation/dilated-resnet-50", None))


def drawings(report: NetworkReport) -> list[str]:
    flow = graph.flow(report)
    rows = {layer.id: f"#layer-{place}" for place, layer in enumerate(report.layers, 1)}
    insides = [(graph.inside(flow, place), box.name) for place, box in enumerate(flow.boxes) if box.stage]
    return [graph.closed(flow, "#stage-{}".format), *(graph.opened(inside, name, rows) for inside, name in insides)]


def reports() -> list[NetworkReport]:
    return [*networks(), *(catalogued(*which) for which in CATALOGUED)]


def rectangles(svg: str) -> list[tuple[float, float, float, float]]:
    """Boxes, without bars and frames."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    found = [
        rect
        for parent in root
        if parent.get("class") != "r"
        for rect in parent.findall(f"{SVG}rect")
        if rect.get("class") != "m"
    ]
    corners = [tuple(float(rect.get(name, "")) for name in ("x", "y", "width", "height")) for rect in found]
    return [(x, y, x + w, y + h) for x, y, w, h in corners]


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.id)
def test_boxes_stay_apart_and_within_the_canvas(report: NetworkReport) -> None:
    for svg in drawings(report):
        canvas = [float(n) for n in ET.fromstring(svg).get("viewBox", "").split()]  # noqa: S314 - our own
        found = rectangles(svg)
        assert found
        for left, top, right, bottom in found:
            assert canvas[0] <= left < right <= canvas[2]
            assert canvas[1] <= top < bottom <= canvas[3]
        for one, other in combinations(found, 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.id)
def test_closed_pictures_are_no_wider_than_a_phone_shows(report: NetworkReport) -> None:
    closed = drawings(report)[0]
    assert float(ET.fromstring(closed).get("width", "")) <= style.NARROW  # noqa: S314 - our own


def test_the_same_network_is_drawn_the_same() -> None:
    assert drawings(resnet()) == drawings(resnet())


def test_each_box_opens_and_each_step_leads_to_a_row() -> None:
    report = catalogued("unet/unet")
    closed, *opened = drawings(report)

    assert re.findall(r'<a xlink:href="([^"]+)"', closed) == [f"#stage-{place}" for place in range(1, 11)]
    for svg in opened:
        steps = list(ET.fromstring(svg).iter(f"{SVG}a"))  # noqa: S314 - our own
        ids = [link.findtext(f"{SVG}title") for link in steps]
        rows = [int(link.get(f"{XLINK}href", "").removeprefix("#layer-")) for link in steps]
        assert ids == [report.layers[row - 1].id for row in rows]


def test_a_long_name_is_cut_and_stays_in_its_box() -> None:
    sample = Sample((3, 32, 32))
    sample.conv("a-layer-with-a-name-as-long-as-eighty-characters-which-nobody-would-ever-want-to-read", 8)
    closed = drawings(sample.report("Long"))[0]
    texts = [text.text or "" for text in ET.fromstring(closed).iter(f"{SVG}text")]  # noqa: S314 - our own
    name = next(text for text in texts if "\N{HORIZONTAL ELLIPSIS}" in text)

    assert width(name, style.SMALL, bold=True) <= 304


def test_names_of_strangers_are_text() -> None:
    sample = Sample((3, 8, 8))
    sample.conv('<script>"x"', 8)
    for svg in drawings(sample.report("Hostile")):
        assert "<script" not in svg
        ET.fromstring(svg)  # noqa: S314 - our own


def test_what_is_unknown_is_said_to_be() -> None:
    report = three_layers()
    report.layers[0].values["macs"] = None  # type: ignore[index]
    flow = graph.flow(report)

    assert "unknown MACs" in graph.closed(flow, str)
    assert "takes most" not in graph.say(flow)


def test_a_row_of_boxes_stands_in_a_line_and_the_rest_runs_around_it() -> None:
    sizes = [(100.0, 20.0)] * 4
    layout = lay_out(sizes, [(0, 1), (1, 2), (2, 3), (0, 3)], in_line=True)

    assert len({x for x, _ in layout.corners}) == 1
    assert all(below > above for (_, above), (_, below) in pairwise(layout.corners))
    around = layout.routes[3]
    assert max(x for x, _ in around) > layout.corners[0][0] + 100


def test_a_frame_holds_its_boxes_and_room_for_a_line() -> None:
    layout = lay_out([(100.0, 20.0)] * 3, [(0, 1), (1, 2)], [Frame(members=(1, 2), width=100)])
    ((left, top), (right, bottom)) = layout.frames[0]

    for x, y in layout.corners[1:]:
        assert left < x
        assert x + 100 < right
        assert top + 20 <= y
        assert y + 20 < bottom
    assert layout.corners[0][1] + 20 <= top


def test_nothing_is_asked_of_graphviz_where_there_is_nothing() -> None:
    assert lay_out([], []).corners == ()
