"""
TEI P5: a `teiCorpus`, one `TEI` an article, its text whole in `p` elements, its annotation in `standOff`.

Where a span begins or ends stands an empty `anchor` in the text; the `span` in `standOff` points from one anchor to
another, so spans may cross. All text nodes of a `body`, put together, are the article's text to the character.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Event, Quote, Span

from .details import drawn_links, parts, pieces
from .file_names import xml_attribute, xml_id, xml_text
from .report import Options, Report

__all__ = ["write"]

_LISTS = {"PER": ("listPerson", "person", "persName"), "LOC": ("listPlace", "place", "placeName"),
          "ORG": ("listOrg", "org", "orgName")}  # fmt: skip


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the document."""
    layers = (options.layer,) if options.layer else corpus.layers
    with report.opened(output) as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n'
        )
        file.write(
            _header(
                corpus.title,
                [f"<p>Made with pressmark from {len(corpus)} articles.</p>"],
                report,
            )
        )
        file.writelines(f"{line}\n" for line in _names(corpus, layers, report))
        for article in corpus:
            file.write("\n".join(_article(article, layers, report)) + "\n")
            report.articles += 1
        file.write("</teiCorpus>\n")
    for layer in layers:
        report.cannot(
            f"{layer}: fields beyond place, label, links and those the TEI elements name",
            corpus.counts[layer],
        )


def _header(title: str | None, source: Iterable[str], report: Report) -> str:
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{xml_text(title or '[untitled]', report)}</title></titleStmt>"
        "<publicationStmt><p>See the sources for their licences.</p></publicationStmt>"
        f"<sourceDesc>{''.join(source)}</sourceDesc></fileDesc></teiHeader>\n"
    )


def _names(corpus: Corpus, layers: Iterable[str], report: Report) -> Iterator[str]:
    """The names of the corpus: people, places and organisations as TEI lists them; a name of another kind is no row."""
    rows = list(corpus.table("names")) if "entities" in layers else []
    if not any(row["label"] in _LISTS for row in rows):
        return
    yield "<standOff>"
    for label, (outer, inner, named) in _LISTS.items():
        found = [row for row in rows if row["label"] == label]
        if found:
            items = [f"<{inner} xml:id={xml_attribute(xml_id(row['id']), report)}>"
                     f"<{named}>{xml_text(row['name'], report)}</{named}>"
                     f"{_idno(row['wikidata'], report)}</{inner}>" for row in found]  # fmt: skip
            yield f"<{outer}>{''.join(items)}</{outer}>"
    yield "</standOff>"
    report.cannot(
        "name: of no person, place or organisation",
        sum(row["label"] not in _LISTS for row in rows),
    )


def _idno(wikidata: str | None, report: Report) -> str:
    return (
        f'<idno type="wikidata">{xml_text(wikidata, report)}</idno>' if wikidata else ""
    )


def _article(article: Article, layers: Iterable[str], report: Report) -> Iterator[str]:
    spans = {layer: article.layer(layer) for layer in layers}
    offsets = sorted({at for layer in spans.values() for at in _offsets(layer)})
    ids = {offset: f"{xml_id(article.id)}.{offset}" for offset in offsets}
    language = (
        f" xml:lang={xml_attribute(article.language, report)}"
        if article.language
        else ""
    )
    yield f"<TEI xml:id={xml_attribute(xml_id(article.id), report)}{language}>"
    yield _header(article.title, [_source(article, report)], report)
    yield f'<text><body xml:space="preserve">{"".join(_body(article, ids, report))}</body></text>'
    yield "<standOff>"
    for layer, found in spans.items():
        if found:
            yield f"<spanGrp type={xml_attribute(layer, report)}>"
            yield from (
                line for span in found for line in _span(span, ids, spans, report)
            )
            yield "</spanGrp>"
    yield "</standOff></TEI>"


def _source(article: Article, report: Report) -> str:
    parts = [
        f"<author>{xml_text(author, report)}</author>" for author in article.authors
    ]
    parts += [f"<title>{xml_text(article.title or '[untitled]', report)}</title>"]
    parts += (
        [f"<publisher>{xml_text(article.outlet, report)}</publisher>"]
        if article.outlet
        else []
    )
    when = article.published
    parts += (
        [f'<date when="{when.isoformat()}">{when.date().isoformat()}</date>']
        if when
        else []
    )
    parts += (
        [f"<ref target={xml_attribute(article.url, report)}/>"] if article.url else []
    )
    return f'<bibl>{"".join(parts)}<idno type="pressmark">{xml_text(article.id, report)}</idno></bibl>'


def _offsets(spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        yield from (at for piece in pieces(span) for at in piece)
        yield from (at for _, start, end in _belonging(span) for at in (start, end))


def _body(article: Article, ids: dict[int, str], report: Report) -> Iterator[str]:
    """Paragraphs with the white space after them, so that nothing of the text is between two elements."""
    starts = [start for start, _ in paragraphs(article.text)]
    bounds = [0, *starts[1:], len(article.text)]
    for start, end in pairwise(bounds):
        cuts = [start, *(at for at in ids if start < at < end), end]
        last = end == len(article.text)
        parts = [
            f"{_anchor(ids, one)}{xml_text(article.text[one:two], report)}"
            for one, two in pairwise(cuts)
        ]
        yield f"<p>{''.join(parts)}{_anchor(ids, end) if last else ''}</p>"


def _anchor(ids: dict[int, str], offset: int) -> str:
    return f'<anchor xml:id="{ids[offset]}"/>' if offset in ids else ""


def _span(
    span: Span, ids: dict[int, str], layers: Collection[str], report: Report
) -> Iterator[str]:
    """A span, then the stretches that belong to it, each pointing back with `corresp`."""
    own = xml_id(span.id)
    stretches = list(pieces(span))
    for number, (start, end) in enumerate(stretches):
        name = own if number == 0 else f"{own}.{number}"
        more = "".join(
            f" {key}={xml_attribute(value, report)}"
            for key, value in _attributes(span, layers).items()
        )
        more += f' corresp="#{own}"' if number else ""
        yield f'<span xml:id="{name}" from="#{ids[start]}" to="#{ids[end]}"{more}>{xml_text(span.label, report)}</span>'
    for role, start, end in _belonging(span):
        yield f'<span type={xml_attribute(role, report)} corresp="#{own}" from="#{ids[start]}" to="#{ids[end]}"/>'


def _attributes(span: Span, layers: Collection[str]) -> dict[str, str]:
    if isinstance(span, Entity) and span.name_id and span.label in _LISTS:
        return {"ana": f"#{xml_id(span.name_id)}"}
    if isinstance(span, Quote) and span.speaker_id:
        return {"ana": f"#{xml_id(span.speaker_id)}"}
    if links := drawn_links(span, layers):
        return {"ana": " ".join(f"#{xml_id(link)}" for link in links.values())}
    return {"subtype": span.status} if isinstance(span, Event) else {}


def _belonging(span: Span) -> Iterator[tuple[str, int, int]]:
    yield from parts(span)
    if isinstance(span, Event):
        yield from ((part.role, part.start, part.end) for part in span.arguments)
