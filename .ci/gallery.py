#!/usr/bin/env python3
"""Draws every line of gallery.tsv in every preset and theme, and makes one HTML page of the pictures.

usage: gallery.py --captcp PATH --output FOLDER [--only TEXT]

The page has SVG, which shows every mark at any size; a link beside leads to Cairo's PNG of the light theme. Ends with
status 1 if a picture cannot be drawn, or breaks a rule of layout or of print in any preset and theme (--strict).
"""

import argparse
import concurrent.futures
import html
import os
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CAPTURES = HERE.parent / "Fixtures" / "captures"
PRESETS = ["screen", "html", "ticket", "paper-column", "paper-page", "slide"]
THEMES = ["light", "dark", "grey"]
STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5em auto; max-width: 1500px; padding: 0 1em; color: #1a1a1a; }
nav a { margin-right: 1em; white-space: nowrap; } code { background: #f2f2f2; padding: 0 .25em; }
.row { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px; margin: 6px 0 14px; align-items: start; }
.row img { max-width: 100%; border: 1px solid #ddd; display: block; } h3 { margin: 1em 0 0; font-size: 15px; }
h2 { border-top: 2px solid #888; padding-top: .6em; } .words { max-width: 70em; color: #404040; }
"""


def lines():
    for line in (HERE / "gallery.tsv").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield [field.strip() for field in line.split("|")]


def draw(captcp, output, stem, capture, words, preset, theme):
    """Draws one picture; gives the names of its files and what went wrong."""
    arguments = [word.replace("{captures}", str(CAPTURES)) for word in shlex.split(words)]
    name = f"{stem}.{preset}.{theme}"
    problems = []
    endings = ["svg", "png"] if theme == "light" else ["svg"]
    for ending in endings:
        strict = ["--strict"] if ending == "svg" else []
        command = [captcp, *arguments, "--quiet", "--no-progress", "--preset", preset, "--theme", theme, *strict]
        command += ["-o", str(output / f"{name}.{ending}"), str(CAPTURES / capture)]
        run = subprocess.run(command, capture_output=True, text=True)
        problems += [f"{name}.{ending}: {line}" for line in run.stderr.splitlines()]
        if run.returncode not in (0, 4):
            problems.append(f"{name}.{ending}: status {run.returncode}")
    files = sorted(path.name for path in output.glob(f"{name}*.svg"))
    files.sort(key=lambda file: int((re.search(r"-(\d+)\.svg$", file) or [0, 0])[1]))
    return files, problems


def section(title, stem, capture, words, drawn):
    command = f"captcp {words} {pathlib.Path(capture).name}".replace("{captures}/", "")
    parts = [f'<h2 id="{stem}">{html.escape(title)}</h2>', f"<p><code>{html.escape(command)}</code></p>"]
    caption = drawn[("paper-column", "light")][0]
    if caption:
        parts.append(f'<p class="words">{html.escape(caption)}</p>')
    for preset in PRESETS:
        parts.append(f'<h3>{preset} <a href="{stem}.{preset}.light.png">PNG</a></h3><div class="row">')
        for theme in THEMES:
            _, files = drawn[(preset, theme)]
            pages = "".join(
                f'<a href="{file}"><img loading="lazy" src="{file}" alt="{html.escape(f"{title}, {preset}, {theme}")}"></a>'
                for file in files[:2])
            more = f"<p>and {len(files) - 2} more pages</p>" if len(files) > 2 else ""
            parts.append(f"<div>{pages}{more}</div>")
        parts.append("</div>")
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--captcp", required=True)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--only", default="", help="draw the lines whose name has this text")
    given = parser.parse_args()
    captcp = os.path.abspath(given.captcp)
    given.output.mkdir(parents=True, exist_ok=True)
    for old in given.output.glob("*.*"):
        if not given.only:
            old.unlink()
    chosen = [(re.sub(r"[^a-z]+", "-", line[0]).strip("-"), *line) for line in lines() if given.only in line[0]]
    jobs = [(entry, preset, theme) for entry in chosen for preset in PRESETS for theme in THEMES]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(
            lambda job: draw(captcp, given.output, job[0][0], job[0][2], job[0][3], job[1], job[2]), jobs))
    problems = [line for _, lines in results for line in lines]
    parts = []
    for entry in chosen:
        stem, title, capture, words = entry
        drawn = {}
        for (job, preset, theme), (files, _) in zip(jobs, results):
            if job == entry:
                sidecar = given.output / f"{stem}.{preset}.{theme}.caption.txt"
                drawn[(preset, theme)] = (sidecar.read_text().strip() if sidecar.exists() else "", files)
        parts.append(section(title, stem, capture, words, drawn))
    links = "".join(f'<a href="#{entry[0]}">{html.escape(entry[1])}</a> ' for entry in chosen)
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>captcp: gallery</title>'
        f"<style>{STYLE}</style><h1>Charts of captcp</h1><p>Every kind in every preset and theme, from the captures in "
        f"<code>Fixtures</code>.</p><nav>{links}</nav>{''.join(parts)}</html>\n")
    (given.output / "index.html").write_text(page)
    for line in problems:
        print(line, file=sys.stderr)
    print(f"{sum(len(files) for files, _ in results)} pictures, {len(problems)} problems: {given.output}/index.html")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
