from __future__ import annotations

from reportgen.site.nav import Entry, navigation


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


def test_nothing_gives_an_empty_navigation() -> None:
    assert navigation([]) == []
