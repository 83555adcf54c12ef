"""Files as archives of the press write them, made from the published shape of each; the articles are invented."""

from __future__ import annotations

import gzip
import io
import zipfile
from xml.sax.saxutils import escape

BODY = (
    "« Le pont est fermé », a déclaré Anne Morel, maire de Larnholm.",
    "Il rouvrira lundi, selon la préfecture\u00a0!",
)


def europresse(*articles: str) -> str:
    return f"<!DOCTYPE html><html><head><title>Europresse</title></head><body>{' '.join(articles)}</body></html>"


def europresse_article(
    number: int = 1,
    *,
    body: tuple[str, ...] = BODY,
    outlet: str = "Le Phare de Larnholm, no. 24211",
    day: int = 2,
) -> str:
    paragraphs = "".join(
        f"<p>{escape(text).replace('pont', '<mark>pont</mark>')}</p>" for text in body
    )
    return f"""<article><header><div class="rdp__DocPublicationName">
<span class="DocPublicationName">{outlet}</span></div>
<div class="rdp__DocHeader"><span class="DocHeader">Politique, lundi {day} mars 2026 - p. 4</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Le pont
 fermé {number}</p><p class="sm-margin-TopNews rdp__subtitle">Travaux</p></div>
<div class="docAuthors">Léa Brun</div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">{paragraphs}</div></div></section>
<footer><small>© 2026 Le Phare. Tous droits réservés.</small>
<p>Numéro de document : news·202603{day:02}·LPH·{number:04}</p></footer></article>"""


def factiva_coded(number: int = 1, *, body: tuple[str, ...] = BODY) -> str:
    return "\n".join(
        ["SE", "Société", "HD", f"Le pont fermé {number}", "BY", "Léa Brun", "WC", "532 mots", "PD", "2 mars 2026",
         "ET", "18:05", "SN", "Le Phare", "SC", "LEPHAR", "PG", "4", "LA", "Français", "CY", "Copyright 2026 Le Phare",
         "LP", "", body[0], "", "TD", "", *body[1:], "", "AN", f"Document LEPHAR0020260302em3200{number:03}", ""]
    )  # fmt: skip


def factiva_plain(number: int = 1, *, body: tuple[str, ...] = BODY) -> str:
    return "\n".join(
        [f"Le pont fermé {number}", "", "Léa Brun", "532 words", "2 March 2026", "18:05", "Le Phare", "LEPHAR",
         "French", "Copyright 2026 Le Phare. All Rights Reserved.", "", "\n\n".join(body), "",
         f"Document LEPHAR0020260302em3200{number:03}", ""]
    )  # fmt: skip


def factiva_page(*articles: str) -> str:
    return f"<html><body>{''.join(articles)}</body></html>"


def factiva_page_article(number: int = 1) -> str:
    known = (
        "532 mots",
        "2 mars 2026",
        "18:05",
        "Le Phare",
        "LEPHAR",
        "Français",
        "Copyright 2026 Le Phare",
    )
    head = "".join(f"<div>{line}</div>" for line in known)
    text = "".join(
        f'<p class="articleParagraph frarticleParagraph">{escape(line)}</p>'
        for line in BODY
    )
    return (
        f'<div class="article frArticle"><div id="hd"><span class="frHeadline">Le pont fermé {number}</span></div>'
        f'<div class="author">Léa Brun</div>{head}{text}<p>Document LEPHAR0020260302em3200{number:03}</p></div>'
    )


def factiva_page_coded(number: int = 1) -> str:
    rows = {"HD": f"Le pont fermé {number}", "BY": "Léa Brun", "WC": "532 mots", "PD": "2 mars 2026", "SN": "Le Phare",
            "LA": "Français", "LP": f"<p class='articleParagraph'>{BODY[0]}</p>",
            "TD": f"<p class='articleParagraph'>{BODY[1]}</p>",
            "AN": f"Document LEPHAR0020260302em3200{number:03}"}  # fmt: skip
    cells = "".join(
        f'<tr><td class="index"><b>{code}</b></td><td>{text}</td></tr>'
        for code, text in rows.items()
    )
    return f'<div class="article frArticle"><table>{cells}</table></div>'


def nexis(number: int = 1, *, body: tuple[str, ...] = BODY) -> list[str]:
    return [f"Le pont fermé {number}", "Le Phare (France)", "lundi 2 mars 2026", "",
            "Copyright 2026 Le Phare Tous droits réservés", "", "Section: Politique; Pg. 4", "Length: 532 mots",
            "Byline: Léa Brun", "Body", "", *body, "",
            "Classification", "", "Language: FRENCH; FRANÇAIS", "Publication-Type: Newspaper", "",
            "Load-Date: 3 mars 2026", "", "End of Document", ""]  # fmt: skip


def nexis_cover(count: int) -> list[str]:
    return ["Date and Time: Tuesday, 3 March 2026 10:00:00 AM CET", "Job Number: 218812345", f"Documents ({count})",
            *(f"{n}. Le pont fermé {n}" for n in range(1, count + 1)), "Client/Matter: -None-",
            "Search Terms: pont AND Larnholm", "Search Type: Terms and Connectors", ""]  # fmt: skip


def docx(lines: list[str]) -> bytes:
    runs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in lines
    )
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return zipped(
        {
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{runs}</w:body></w:document>'
        }
    )


def rtf(lines: list[str]) -> bytes:
    def coded(line: str) -> str:
        return "".join(
            letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in line
        )

    return (
        "{\\rtf1\\ansi\\ansicpg1252\\uc1 "
        + "\\par\n".join(map(coded, lines))
        + "\\par }"
    ).encode("ascii")


def zipped(files: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def page(
    number: int = 1,
    *,
    body: tuple[str, ...] = BODY,
    meta: str = "",
    head: str = "",
    published: str = "2026-03-02T18:05:00+01:00",
) -> str:
    """A page of a news site, long enough for an extractor to find its article."""
    more = [
        f"Le conseil municipal a examiné le dossier numéro {n} pendant une longue séance du soir."
        for n in range(6)
    ]
    text = "".join(f"<p>{line}</p>" for line in (*body, *more))
    return f"""<!DOCTYPE html><html lang="fr"><head>{meta}<title>Le pont fermé {number} | Le Phare</title>
<meta property="og:site_name" content="Le Phare"><meta property="og:title" content="Le pont fermé {number}">
<meta property="article:published_time" content="{published}"><meta name="author" content="Léa Brun">{head}</head>
<body><nav><ul><li>Accueil</li><li>Sport</li></ul></nav>
<main><article><h1>Le pont fermé {number}</h1>{text}</article></main>
<footer>Mentions légales</footer></body></html>"""


def feed(
    number: int = 1,
    *,
    body: tuple[str, ...] = BODY,
    title: str = "Le pont fermé",
    outlet: str = "Le Phare",
) -> str:
    """A feed with the whole text of one article."""
    text = "".join(f"<p>{line}</p>" for line in body)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Le Phare</title><language>fr</language><item><title>Le pont fermé {number}</title>
<link>https://phare.example/{number}</link><pubDate>lun., 2 mars 2026 18:05:00 +0100</pubDate>
<content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>"""


def response(
    url: str, html: bytes, *, status: str = "200 OK", kind: str = "text/html"
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + html
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def warc(*records: bytes, zip: bool = True) -> bytes:
    return b"".join(
        gzip.compress(record, mtime=0) if zip else record for record in records
    )
