"""
TEI P5: a `teiCorpus`, one `TEI` an article, its text whole in `p` elements, its annotation in `standOff`.

Where a span begins or ends stands an empty `anchor` in the text; the `span` in `standOff` points from one anchor to
another, so spans may cross. All text nodes of a `body`, put together, are the article's text to the character.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Event, Quote, Span

from .details import drawn_links, drawn_stretches, span_pieces
from .file_names import xml_attribute, xml_id, xml_text
from .report import Options, Report

__all__ = ["write"]

# By label: TEI's list, an entry of it, and the element of the entry's name.
_NAME_ELEMENTS = {
    "PER": ("listPerson", "person", "persName"),
    "LOC": ("listPlace", "place", "placeName"),
    "ORG": ("listOrg", "org", "orgName"),
}


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the document: the names of the corpus, then each article."""
    layers = (options.layer,) if options.layer else corpus.layers
    source = f"<p>Made with pressmark from {len(corpus)} articles.</p>"
    with report.opened(output) as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n'
        )
        file.write(_header(corpus.title, source, report))
        file.writelines(f"{line}\n" for line in _name_lists(corpus, layers, report))
        for article in corpus:
            file.write("\n".join(_article(article, layers, report)) + "\n")
            report.articles += 1
        file.write("</teiCorpus>\n")
    for layer in layers:
        report.cannot(
            f"{layer}: fields beyond place, label, links and those the TEI elements name",
            corpus.counts[layer],
        )


def _header(title: str | None, source: str, report: Report) -> str:
    """Return the header that TEI wants of the corpus and of each text; `source` is what `sourceDesc` holds."""
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{xml_text(title or '[untitled]', report)}</title></titleStmt>"
        "<publicationStmt><p>See the sources for their licences.</p></publicationStmt>"
        f"<sourceDesc>{source}</sourceDesc></fileDesc></teiHeader>\n"
    )


def _name_lists(corpus: Corpus, layers: Iterable[str], report: Report) -> Iterator[str]:
    """Yield the names of the corpus: people, places and organisations as TEI lists them; it has no list for others."""
    rows = list(corpus.table("names")) if "entities" in layers else []
    if not any(row["label"] in _NAME_ELEMENTS for row in rows):
        return
    yield "<standOff>"
    for label, (list_element, _, _) in _NAME_ELEMENTS.items():
        entries = [_name_entry(row, report) for row in rows if row["label"] == label]
        if entries:
            yield f"<{list_element}>{''.join(entries)}</{list_element}>"
    yield "</standOff>"
    report.cannot(
        "name: of no person, place or organisation",
        sum(row["label"] not in _NAME_ELEMENTS for row in rows),
    )


def _name_entry(row: Mapping[str, Any], report: Report) -> str:
    """Return a name as an entry of its list, with its Wikidata id should it have one."""
    _, entry_element, name_element = _NAME_ELEMENTS[row["label"]]
    id = xml_attribute(xml_id(row["id"]), report)
    name = xml_text(row["name"], report)
    idno = ""
    if row["wikidata"]:
        idno = f'<idno type="wikidata">{xml_text(row["wikidata"], report)}</idno>'
    return (
        f"<{entry_element} xml:id={id}><{name_element}>{name}</{name_element}>"
        f"{idno}</{entry_element}>"
    )


def _article(
    article: Article, layers: Collection[str], report: Report
) -> Iterator[str]:
    """Yield the lines of an article: its header, its text with anchors, its spans that point to these."""
    spans_by_layer = {layer: article.layer(layer) for layer in layers}
    offsets: set[int] = set()
    for spans in spans_by_layer.values():
        offsets.update(_offsets(spans))
    anchor_ids = {
        offset: f"{xml_id(article.id)}.{offset}" for offset in sorted(offsets)
    }
    attributes = f" xml:id={xml_attribute(xml_id(article.id), report)}"
    if article.language:
        attributes += f" xml:lang={xml_attribute(article.language, report)}"
    yield f"<TEI{attributes}>"
    yield _header(article.title, _source(article, report), report)
    body = "".join(_body(article, anchor_ids, report))
    yield f'<text><body xml:space="preserve">{body}</body></text>'
    yield "<standOff>"
    for layer, spans in spans_by_layer.items():
        if spans:
            yield f"<spanGrp type={xml_attribute(layer, report)}>"
            for span in spans:
                yield from _span_elements(span, anchor_ids, layers, report)
            yield "</spanGrp>"
    yield "</standOff></TEI>"


def _source(article: Article, report: Report) -> str:
    """Return where an article comes from, as a `bibl`; what is not known is left out."""
    facts = [
        f"<author>{xml_text(author, report)}</author>" for author in article.authors
    ]
    facts.append(f"<title>{xml_text(article.title or '[untitled]', report)}</title>")
    if article.outlet:
        facts.append(f"<publisher>{xml_text(article.outlet, report)}</publisher>")
    when = article.published
    if when:
        day = when.date().isoformat()
        facts.append(f'<date when="{when.isoformat()}">{day}</date>')
    if article.url:
        facts.append(f"<ref target={xml_attribute(article.url, report)}/>")
    facts.append(f'<idno type="pressmark">{xml_text(article.id, report)}</idno>')
    return f"<bibl>{''.join(facts)}</bibl>"


def _offsets(spans: Iterable[Span]) -> Iterator[int]:
    """Yield every offset at which a span, a piece of it or a stretch that belongs to it begins or ends."""
    for span in spans:
        for piece in span_pieces(span):
            yield from piece
        for _, start, end in _stretches(span):
            yield from (start, end)


def _body(
    article: Article, anchor_ids: dict[int, str], report: Report
) -> Iterator[str]:
    """Yield paragraphs with the white space after them, so that nothing of the text is between two elements."""
    starts = [start for start, _ in paragraphs(article.text)]
    bounds = [0, *starts[1:], len(article.text)]
    for start, end in pairwise(bounds):
        cuts = [start, *(offset for offset in anchor_ids if start < offset < end), end]
        pieces = [
            _anchor(anchor_ids, first) + xml_text(article.text[first:last], report)
            for first, last in pairwise(cuts)
        ]
        # An anchor between two paragraphs stands in the second; that at the end of the text in the last.
        if end == len(article.text):
            pieces.append(_anchor(anchor_ids, end))
        yield f"<p>{''.join(pieces)}</p>"


def _anchor(anchor_ids: dict[int, str], offset: int) -> str:
    """Return the anchor at an offset; nothing where no span begins or ends."""
    return f'<anchor xml:id="{anchor_ids[offset]}"/>' if offset in anchor_ids else ""


def _span_elements(
    span: Span, anchor_ids: dict[int, str], layers: Collection[str], report: Report
) -> Iterator[str]:
    """Yield a span, then its further pieces and the stretches that belong to it, each pointing back with `corresp`."""
    id = xml_id(span.id)
    attributes = "".join(
        f" {key}={xml_attribute(value, report)}"
        for key, value in _attributes(span, layers).items()
    )
    label = xml_text(span.label, report)
    for piece_no, (start, end) in enumerate(span_pieces(span)):
        bounds = _bounds(anchor_ids, start, end)
        if piece_no == 0:
            yield f'<span xml:id="{id}" {bounds}{attributes}>{label}</span>'
        else:
            yield f'<span xml:id="{id}.{piece_no}" {bounds}{attributes} corresp="#{id}">{label}</span>'
    for role, start, end in _stretches(span):
        kind = xml_attribute(role, report)
        yield f'<span type={kind} corresp="#{id}" {_bounds(anchor_ids, start, end)}/>'


def _bounds(anchor_ids: dict[int, str], start: int, end: int) -> str:
    """Return the attributes that point to the anchors at both ends."""
    return f'from="#{anchor_ids[start]}" to="#{anchor_ids[end]}"'


def _attributes(span: Span, layers: Collection[str]) -> dict[str, str]:
    """
    Return what a span's element says beside its label: `ana` points to a name or to a quote's speaker.

    Of a layer that somebody declared it points to all that the span links to, as far as these `layers` are there.
    """
    if isinstance(span, Entity) and span.name_id and span.label in _NAME_ELEMENTS:
        return {"ana": f"#{xml_id(span.name_id)}"}
    if isinstance(span, Quote) and span.speaker_id:
        return {"ana": f"#{xml_id(span.speaker_id)}"}
    if links := drawn_links(span, layers):
        return {"ana": " ".join(f"#{xml_id(link)}" for link in links.values())}
    return {"subtype": span.status} if isinstance(span, Event) else {}


def _stretches(span: Span) -> Iterator[tuple[str, int, int]]:
    """Yield the stretches that belong to a span, an event's arguments by their roles."""
    yield from drawn_stretches(span)
    if isinstance(span, Event):
        for argument in span.arguments:
            yield argument.role, argument.start, argument.end
