"""A site that is served: asked for by this machine, for its own files, and nothing else."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pressmark.cli.server import open_server


@pytest.fixture
def place(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for folder in ("nolist", "articles", ".git", "linked"):
        (site / folder).mkdir(parents=True)
    (site / "index.html").write_text("home")
    (site / "articles" / "index.html").write_text("articles")
    (site / "nolist" / "a.html").write_text("a")
    (site / ".git" / "config").write_text("secret")
    (site / ".pressmark-site.json").write_text("{}")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x.html").write_text("secret")
    (site / "out.txt").symlink_to(tmp_path / "secret.txt")
    (site / "outfolder").symlink_to(tmp_path / "folder")
    (site / "linked" / "index.html").symlink_to(tmp_path / "secret.txt")
    (site / "within.html").symlink_to(site / "nolist" / "a.html")
    return site


@pytest.fixture
def port(place: Path) -> Iterator[int]:
    with open_server(place, port=0) as serving:
        thread = threading.Thread(
            target=serving.serve_forever, kwargs={"poll_interval": 0.01}
        )
        thread.start()
        yield serving.server_address[1]
        serving.shutdown()
        thread.join()


def answer(port: int, path: str, *hosts: str, method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    for host in hosts:
        connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:{port}",
        "localhost:{port}",
        "LOCALHOST",
        "[::1]:{port}",
        "[::1]",
    ],
)
def test_this_machine_is_answered(port: int, host: str) -> None:
    assert answer(port, "/", host.format(port=port)) == (200, b"home")


@pytest.mark.parametrize(
    "hosts",
    [("evil.example",), ("evil.example:{port}",), ("127.0.0.1.evil.example",), ("localhost.evil.example",),
     ("0.0.0.0",), ("anna@127.0.0.1",), ("127.0.0.1:99999",), ("127.0.0.1:x",), ("127.0.0.1:",),
     ("[::2]",), ("[::ffff:7f00:1]",),
     ("",), (), ("127.0.0.1", "evil.example"), ("evil.example/127.0.0.1",)],
)  # fmt: skip
def test_another_host_is_not_answered(port: int, hosts: tuple[str, ...]) -> None:
    for method in ("GET", "HEAD"):
        status, body = answer(
            port, "/", *(host.format(port=port) for host in hosts), method=method
        )
        assert status in (400, 403)
        assert b"home" not in body


@pytest.mark.parametrize(
    "path",
    ["/out.txt", "/outfolder/x.html", "/outfolder/", "/linked/", "/nolist/", "/nolist", "/../secret.txt",
     "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/articles/..%2f..%2fsecret.txt", "/..%5csecret.txt", "/.git/config",
     "/.pressmark-site.json", "/%00", "/a%00.html", "/" + "a" * 5000, "http://evil.example/", "//evil.example/x",
     "/%ff", "/none.html", "/index.html/"],
)  # fmt: skip
def test_what_is_no_page_of_the_site_is_not_there(port: int, path: str) -> None:
    status, body = answer(port, path, "localhost")
    assert status in (400, 403, 404, 414)
    assert b"secret" not in body
    assert b"a.html" not in body


def test_pages_are_served_with_their_folders(port: int) -> None:
    assert answer(port, "/articles/", "localhost") == (200, b"articles")
    assert answer(port, "/articles", "localhost")[0] == 301
    assert answer(port, "/within.html?x=1#y", "localhost") == (200, b"a")
