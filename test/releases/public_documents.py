"""Documents of a site by address, each read once. A plant is a text that the attacker finds changed, to show that it would be noticed."""

import csv
import html
import io
import json
import re
import zipfile
from urllib.error import HTTPError
from urllib.parse import unquote
from urllib.request import ProxyHandler, Request, build_opener

OPEN = build_opener(ProxyHandler({}))


class Documents:
    def __init__(self, address, files=None):
        self.address, self.files, self.known, self.plants = address, files, {}, {}
        self.planted = set()

    def raw(self, path):
        """The bytes at an address, or of a file in the folder of files; None where there is none. Each has its own client, as a crawler of many machines."""
        if path not in self.known:
            if path.startswith("file:"):
                with open(f"{self.files}/{path[5:]}", "rb") as file:
                    self.known[path] = file.read()
            else:
                client = f"2001:db8:{len(self.known) + 1:x}::2"
                try:
                    with OPEN.open(Request(self.address + path, headers={"x-forwarded-for": client})) as answer:
                        self.known[path] = answer.read()
                except HTTPError as problem:
                    if problem.code != 404:
                        raise
                    self.known[path] = None
        return self.known[path]

    def changed(self, path, text):
        for find, replace in self.plants.get(path, []):
            text, n = re.subn(find, replace, text, count=1, flags=re.S)
            self.planted |= {(path, find)} if n > 0 else set()
        return text

    def text(self, path):
        found = self.raw(path)
        return None if found is None else self.changed(path, found.decode("utf-8"))

    def json(self, path):
        found = self.text(path)
        return None if found is None else json.loads(found)

    def rows(self, path):
        """The rows of a CSV file, each by column. Tags below the heading (HXL) are left out."""
        rows = list(csv.DictReader(io.StringIO(self.text(path))))
        return [row for row in rows if not any(value and value.startswith("#") for value in row.values())]

    def sheets(self, path):
        """The sheets of a workbook in their order, each a list of rows of texts, and all that stands in its other parts."""
        with zipfile.ZipFile(io.BytesIO(self.raw(path))) as book:
            parts = {name: self.changed(path, book.read(name).decode("utf-8")) for name in sorted(book.namelist())}
        found = []
        for name in [name for name in parts if name.startswith("xl/worksheets/")]:
            rows = []
            for row in re.findall(r"<row [^>]*>(.*?)</row>", parts.pop(name), re.S):
                cells = re.findall(r'<c r="[A-Z]+\d+"[^>]*?(?:/>|>(?:<is><t[^>]*>(.*?)</t></is>|<v>(.*?)</v>)?</c>)', row, re.S)
                columns = re.findall(r'<c r="([A-Z]+)\d+"', row)
                rows.append({column: html.unescape(text or number) for column, (text, number) in zip(columns, cells)})
            found.append(rows)
        return found, parts


def number(text):
    return None if text in (None, "") else int(text)


def tables_of(page):
    """The tables of a page: caption, heading, and rows of (text of the first cell, address that it links to, [(state, text) of the others])."""
    for body in re.findall(r"<table\b.*?</table>", page, re.S):
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", body, re.S)
        head = re.search(r"<thead>(.*?)</thead>", body, re.S)
        names = [words(one) for one in re.findall(r"<th\b[^>]*>(.*?)</th>", head[1] if head else "", re.S)]
        rows = []
        for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", (re.search(r"<tbody>(.*)</tbody>", body, re.S) or [body, body])[1], re.S):
            first = re.search(r"<th\b[^>]*>(.*?)</th>", row, re.S)
            link = re.search(r'href="([^"]*)"', first[1]) if first else None
            cells = [(state, words(text)) for state, text in re.findall(r'<td\b[^>]*data-state="(\w+)"[^>]*>(.*?)</td>', row, re.S)]
            rows.append((words(first[1]) if first else "", unquote(html.unescape(link[1])) if link else "", cells))
        yield words(caption[1]) if caption else "", names, rows


def words(markup):
    """The text of a piece of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<svg\b.*?</svg>|<[^>]+>", " ", markup, flags=re.S))).strip()
