from __future__ import annotations

from reportgen.site.nav import Entry, expanded, navigation


def test_folders_become_sections_named_by_their_index_in_the_order_given() -> None:
    entries = [
        Entry("networks/index.md", "Networks"),
        Entry("index.md", "Home"),
        Entry("guide/index.md", "Guide"),
        Entry("guide/capacity/index.md", "Capacity"),
        Entry("guide/fields/index.md", "Receptive fields"),
    ]

    assert navigation(entries) == [
        {"Home": "index.md"},
        {"Networks": "networks/index.md"},
        {
            "Guide": [
                {"Guide": "guide/index.md"},
                {"Capacity": "guide/capacity/index.md"},
                {"Receptive fields": "guide/fields/index.md"},
            ]
        },
    ]


def test_hand_written_pages_keep_their_own_titles_and_join_the_section_of_their_folder() -> None:
    entries = [
        Entry("index.md", "Home"),
        Entry("guide/index.md", "Guide"),
        Entry("start.md"),
        Entry("guide/advice.md"),
        Entry("how-we_work/a.md"),
        Entry("how-we_work/b.md"),
    ]

    assert navigation(entries) == [
        {"Home": "index.md"},
        {"Guide": [{"Guide": "guide/index.md"}, "guide/advice.md"]},
        "start.md",
        {"How we work": ["how-we_work/a.md", "how-we_work/b.md"]},
    ]


FAMILIES = [
    Entry("families/index.md", "Families"),
    Entry("families/resnet/index.md", "ResNet"),
    Entry("families/vgg/index.md", "VGG"),
    Entry("start.md"),
]


def test_folder_in_a_hand_written_navigation_stands_for_its_pages() -> None:
    members = [{"ResNet": "families/resnet/index.md"}, {"VGG": "families/vgg/index.md"}]
    whole = [{"Families": "families/index.md"}, *members]

    assert expanded(["start.md", "families/"], FAMILIES) == ["start.md", {"Families": whole}]
    assert expanded([{"All": "families/"}], FAMILIES) == [{"All": whole}]
    assert expanded([{"A": [{"B": "families/resnet/"}, "start.md"]}], FAMILIES) == [
        {"A": [{"B": [{"ResNet": "families/resnet/index.md"}]}, "start.md"]}
    ]


def test_folder_without_pages_is_left_for_mkdocs_to_warn_of() -> None:
    assert expanded(["gone/", {"Gone": "gone/"}], FAMILIES) == ["gone/", {"Gone": "gone/"}]


def test_nothing_gives_an_empty_navigation() -> None:
    assert navigation([]) == []
