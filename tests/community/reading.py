"""Reads pages as a person does: which posts stand there, in which order, and what the words are."""

import re
from html import unescape
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def posts_on(page: str) -> list[int]:
    """Return the ids of the posts (not of the comments) on a page, from top to bottom."""
    return [int(key) for key in re.findall(r'<article class="post[^>]*id="[pc](\d+)"', page)]


def comments_on(page: str) -> list[int]:
    """Return the ids of the comments below posts, from top to bottom."""
    return [int(key) for key in re.findall(r'<li class="comment" id="c(\d+)"', page)]


def threads_on(page: str) -> list[int]:
    """Return the ids of the threads that a list shows, from top to bottom."""
    return [int(key) for key in re.findall(r'class="card-title"[^>]*><a href="/\w+/(\d+)/', page)]


def words_of(page: str) -> str:
    """Return the text of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def pager_on(page: str) -> dict[str, str]:
    """Return the addresses behind the links to the neighbouring pages, by `prev` and `next`."""
    links: dict[str, str] = {}
    for tag in re.findall(r"<a [^>]*>", page):
        rel, address = re.search(r'rel="(prev|next)"', tag), re.search(r'href="([^"]*)"', tag)
        if rel and address:
            links[rel[1]] = unescape(address[1])
    return links


def path_of(response: TestResponse) -> str:
    """Return the path to which an answer leads, with its query and without its mark."""
    parts = urlsplit(response.headers["Location"])
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def value_of(page: str, name: str) -> str:
    """Return what stands in a field of a form."""
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    if area:
        return unescape(area[1]).removeprefix("\n")
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field, f"there is no field {name}"
    value = re.search(r'\bvalue="([^"]*)"', field[0])
    return unescape(value[1]) if value else ""


def follow_pages(client: FlaskClient, address: str, name: str = "next") -> list[str]:
    """Return the page at an address and all that follow it."""
    pages: list[str] = []
    while address:
        response = client.get(address)
        assert response.status_code == 200, address
        pages.append(response.text)
        assert len(pages) < 50, "the pages do not end"
        address = pager_on(response.text).get(name, "")
    return pages
