"""Pictures without a browser: axes that leave something out, dots that lie apart, names around a name, the map's part."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import entity, quote, span_id, with_layers

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.site.charts import columns, find_gaps, periods
from pressmark.site.dots import Dot, names_with_room, push_apart
from pressmark.site.index.values import NetworkTie
from pressmark.site.network import PICTURE_HEIGHT, PICTURE_WIDTH, _place_names
from pressmark.site.paths import article_month_path
from pressmark.site.worldmap import MAP_HEIGHT, MAP_WIDTH, MapPoint, _draw_inset

DAYS = st.dictionaries(
    st.dates(date(1990, 1, 1), date(2026, 12, 31)).map(date.isoformat),
    st.integers(1, 9),
    min_size=1,
    max_size=12,
)


@given(DAYS)
def test_no_number_is_left_out_and_no_column_lies_outside(
    numbers: dict[str, int],
) -> None:
    rows = periods(numbers.items())
    chart = columns(rows)
    assert sum(column.number for column in chart.columns) == sum(numbers.values())
    edges = [(column.x, column.x + column.width) for column in chart.columns]
    assert all(0 <= left < right <= chart.width + 0.2 for left, right in edges)
    assert all(a[1] <= b[0] + 0.2 for a, b in pairwise(edges))
    hidden = {period for period, _ in rows} - {
        column.period for column in chart.columns
    }
    assert not [period for period, number in rows if number and period in hidden]
    assert len(chart.cuts) == len(find_gaps(rows))


def test_a_stray_article_of_ten_years_ago_does_not_press_the_others() -> None:
    numbers = [
        ("2013-03-04", 2),
        ("2022-06-01", 5),
        ("2022-07-09", 3),
        ("2023-01-30", 1),
    ]
    chart = columns(periods(numbers))
    assert [cut.first for cut in chart.cuts] == ["2013-04"]
    assert [cut.last for cut in chart.cuts] == ["2022-05"]
    assert min(column.width for column in chart.columns) > 40
    ticks = {tick.period for tick in chart.ticks}
    assert {"2022-06", "2023"} <= ticks


def test_two_months_of_days_and_some_empty_years_stay_whole() -> None:
    start = date(2026, 1, 3)
    days = [((start + timedelta(days=n)).isoformat(), 1) for n in (0, 40)]
    assert columns(periods(days)).cuts == ()
    months = [(f"2024-{month:02}", 0) for month in range(2, 12)]
    assert find_gaps([("2024-01", 1), *months, ("2024-12", 1)]) == ()


@given(DAYS)
def test_labels_of_an_axis_do_not_lie_on_one_another(numbers: dict[str, int]) -> None:
    chart = columns(periods(numbers.items()))
    written = [tick for tick in chart.ticks if tick.has_room]
    # A label is never narrower than a year's: four figures of some six units.
    assert all(b.x - a.x >= 26 for a, b in pairwise(written))
    assert all(tick.x >= 26 for tick in written)


def test_columns_of_months_and_days_lead_to_the_articles_of_their_month() -> None:
    chart = columns([("2026-02", 1), ("2026-03", 2)], path_of=article_month_path)
    assert [column.path for column in chart.columns] == [
        "by/month-2026-02.html",
        "by/month-2026-03.html",
    ]
    years = columns([("2020", 1), ("2021", 2)], path_of=article_month_path)
    assert {column.path for column in years.columns} == {None}


DOTS = st.lists(
    st.builds(
        Dot,
        st.floats(0, 900),
        st.floats(0, 600),
        st.sampled_from([4.0, 6.5, 14.0]),
    ),
    max_size=24,
)


@given(DOTS)
def test_dots_are_pushed_apart_within_the_picture(dots: list[Dot]) -> None:
    moved = push_apart(dots, width=900, height=600)
    assert [dot.radius for dot in moved] == [dot.radius for dot in dots]
    assert all(0 <= dot.x <= 900 and 0 <= dot.y <= 600 for dot in moved)
    for one, other in combinations(moved, 2):
        assert math.dist(one[:2], other[:2]) >= one.radius + other.radius - 0.2


def test_a_large_network_fills_its_picture_and_no_dot_lies_on_another() -> None:
    # A hub with ninety names, as the name of an agency is, and fifteen pairs of their own.
    ties = [NetworkTie("hub", f"n{n}", 3) for n in range(90)]
    ties += [
        NetworkTie(f"n{n}", f"n{n * 7 % 90}", 2) for n in range(90) if n % 3 == 0 and n
    ]
    ties += [NetworkTie(f"x{n}", f"y{n}", 2) for n in range(15)]
    points = _place_names(ties)
    dots = push_apart(
        [Dot(*point, 7.0) for point in points.values()],
        width=PICTURE_WIDTH,
        height=PICTURE_HEIGHT,
    )
    overlaps = [
        pair
        for pair in combinations(dots, 2)
        if math.dist(pair[0][:2], pair[1][:2]) < 14
    ]
    assert overlaps == []
    # The ten that come first, which stand in most articles, bear their names.
    names = [f"Anne Morel {n}" for n in range(len(dots))]
    ranks = names_with_room(names, dots, PICTURE_WIDTH)
    assert len(ranks & set(range(10))) >= 9
    for size, place in ((PICTURE_WIDTH, 0), (PICTURE_HEIGHT, 1)):
        coordinates = [dot[place] for dot in dots]
        assert max(coordinates) - min(coordinates) > 0.8 * size
        assert 0.2 < sum(value < size / 2 for value in coordinates) / len(dots) < 0.8


def place(x: float, y: float, mentions: int) -> MapPoint:
    return MapPoint(f"place {x} {y}", "p.html", mentions, x, y, 5.0)


def test_the_map_enlarges_where_most_mentions_are() -> None:
    clump = [place(440 + n, 90 + n % 5, 5) for n in range(20)]
    far = [place(100, 200, 4), place(800, 400, 4)]
    inset = _draw_inset([*clump, *far])
    assert inset is not None
    assert inset.zoom >= 6
    assert inset.share == 93
    assert len(inset.points) == len(clump)
    assert all(
        0 <= point.x <= MAP_WIDTH and 0 <= point.y <= MAP_HEIGHT
        for point in inset.points
    )
    assert inset.labels
    assert set(inset.labels) <= set(inset.points)


def test_a_map_whose_places_stand_everywhere_has_no_part_enlarged() -> None:
    assert _draw_inset([place(x, 100 + x / 5, 3) for x in range(0, 900, 30)]) is None
    assert _draw_inset([]) is None


def named_together() -> list[Article]:
    """Anne Morel in three articles, with Ada Roux in each and Jon Lee in two; Ben Dun and Cy Orr in one; both are quoted."""
    articles = []
    for id, others in (
        ("one", ("Ada Roux", "Jon Lee")),
        ("two", ("Ada Roux", "Jon Lee")),
        ("three", ("Ada Roux", "Ben Dun", "Cy Orr")),
    ):
        text = f"Anne Morel met {', '.join(others)}. “Yes,” said Anne Morel. “No,” said Ada Roux."
        names = [entity(text, name) for name in ("Anne Morel", *others)]
        quotes = [
            quote(
                text,
                words,
                speaker=name,
                speaker_id=span_id(id, "entities", text, name),
            )
            for words, name in (("Yes,", "Anne Morel"), ("No,", "Ada Roux"))
        ]
        articles.append(
            with_layers(
                Article(id=id, text=text, language="en"), entities=names, quotes=quotes
            )
        )
    return articles


@pytest.mark.slow
def test_a_name_shows_who_is_named_and_quoted_with_it(tmp_path: Path) -> None:
    corpus = save(named_together(), tmp_path / "corpus", title="Ports")
    names = build(corpus, tmp_path / "site", SiteOptions()).folder / "names"
    page = (names / "per-anne-morel.html").read_text("utf-8")
    picture = page.partition('<figure class="ego">')[2].partition("</figure>")[0]
    for name, path, count in (
        ("Ada Roux", "names/per-ada-roux.html", "3 articles"),
        ("Jon Lee", "names/per-jon-lee.html", "2 articles"),
        ("Ben Dun", "articles/three.html#entities-25-32", "1 article"),
    ):
        assert f'href="../{path}" tabindex="-1"' in picture
        assert f"<title>{name}, {count}</title>" in picture
    # Ada Roux alone is quoted in the same articles.
    (ties,) = re.findall(r'<path class="quoted" d="([^"]*)"', picture)
    assert ties.count("M") == 1
    assert "both are quoted" in picture
    # All that the picture says stands in words above it.
    facts = page.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert facts.index("Ada Roux") < facts.index("Jon Lee") < facts.index("Ben Dun")
    # A name of one article is named with all that stand in it: no picture, and no page.
    assert not (names / "per-ben-dun.html").exists()
