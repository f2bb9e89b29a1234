"""Leaderboards: published score tables with their protocols, and how far their ranks can be trusted."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import (
    agreement,
    benchmarks,
    boards,
    editions,
    filters,
    formats,
    headtohead,
    protocols,
    ranking,
    receipts,
    selection,
    snapshots,
    standing,
    tables,
    trend,
)
from pages.parts.boards import Board

VIEWS = {
    "standings": "Standings",
    "trend": "Against compute",
    "models": "Just these models",
    "boards": "Two boards",
    "change": "Two editions",
    "benchmarks": "Benchmarks",
}
MOST_SCORES = 300
"""Scores that are listed one by one."""
AMONG = {"all": "All of the board", "shown": "Those shown"}
LINES = {"100": "100", "25": "25", "1000": "1,000", "all": "All"}
SIZES = {
    "1": ("below 1B", 0, 1e9),
    "10": ("1B to 10B", 1e9, 1e10),
    "50": ("10B to 50B", 1e10, 5e10),
    "100": ("50B to 100B", 5e10, 1e11),
    "more": ("100B and more", 1e11, float("inf")),
}


def main() -> None:
    head = st.container()
    view = filters.View("leaderboards")
    every = boards.every()
    if not every:
        empty(head)
        return
    with st.container(horizontal=True, vertical_alignment="top"):
        shown = view.choice("view", "View", VIEWS)
        titles = {id: boards.title(info) for id, info in every.items()}
        # The address names the board always: which one is first changes with the catalog.
        id = view.pick("board", "Board", titles, next(iter(titles)), width=420)
        view.parameters["board"] = id
    notes = st.container()
    board = boards.load(every[id])
    title = SHOW[shown](view, board, every)
    with head:
        st.title(formats.plain(title), anchor=False)
    with notes:
        view.keep()


def empty(head: Any) -> None:
    """A catalog without boards."""
    with head:
        st.title("No board has been entered yet", anchor=False)
    st.info("`python -m catalog import-board` makes a board of a published table of scores.")


# ---- standings


def show_standings(view: filters.View, board: Board, every: Mapping[str, Any]) -> str:
    """The ranking of a board, the scores behind it and their protocol; returns its title."""
    rules = standing.choose(view, board)
    with st.container(horizontal=True, vertical_alignment="top"):
        search = view.text("q", "Search", placeholder="Name on the board", width=220)
        sizes = view.several("size", "Size", {id: name for id, (name, _, _) in SIZES.items()}, width=175)
        shown_only = view.choice("among", "Ranked among", AMONG) == "shown"
        lines = view.choice("lines", "Lines", LINES)
    among = selection.among(view)
    if why := standing.why_not(board, rules):
        st.info(why)
        return board.title
    narrowed = not {"q", "size", *selection.FILTERS}.isdisjoint(view.parameters)
    limit = int(board.info.rows) if lines == "all" else int(lines)
    everyone = standing.listed(board, rules, first=0 if narrowed else limit)
    found = everyone[among(everyone) & matches(everyone, search, sizes)]
    if found.empty:
        st.info(
            "No row of the board is like that. Take a filter away: of rows that are no model of the catalog "
            "maker, size and date are not known."
        )
        return board.title
    if shown_only and narrowed:
        found = standing.join(found, standing.ranked(board, rules, tuple(found["model"])))
    shown = found.head(limit)
    scale = (
        boards.scale_of([board.columns[id] for id in rules.columns])
        if rules.measure == "average"
        else "percent"
    )
    shown = shown.assign(shown=[boards.score(value, scale) for value in shown["value"]])
    key = (snapshots.version(), board.id, rules, tuple(shown["model"]), shown_only)
    say_rules(board, rules, len(found) if narrowed else int(board.info.rows), len(shown))
    ranking.draw(key, shown, board, rules)
    ranking.table(shown, board, rules)
    st.header("Scores and gaps", anchor="scores")
    ranking.matrix(board, rules, list(shown["model"]))
    st.header("Protocol", anchor="protocol")
    say_source(board)
    protocols.show_columns(board, rules.columns)
    with st.expander("Every score shown, with its protocol and receipt"):
        show_scores(board, rules, list(shown["model"]))
    if rules.by_board and not shown_only:  # of which the first rows alone may have been read
        return title(board, rules, everyone, int(board.info.rows), int(board.info.first))
    ranked = found if shown_only else everyone
    counts = int(ranked["rank"].notna().sum()), int((ranked["rank_low"] == 1).sum())
    return title(board, rules, ranked, *counts)


def show_scores(board: Board, rules: standing.Rules, models: list[str]) -> None:
    """The scores of the rows shown; of many the first."""
    found = snapshots.read(queries.results, board=board.id, models=tuple(models))
    found = found[found["column"].isin(rules.columns)]
    if len(found) > MOST_SCORES:
        st.caption(
            f"The first {MOST_SCORES} of {len(found):,}; show fewer lines or columns, or take results.csv."
        )
    protocols.show_scores(
        found.head(MOST_SCORES),
        alt="Scores with their protocol",
        file=f"results-{board.id}.csv",
        with_board=False,
    )


def matches(frame: pd.DataFrame, search: str, sizes: list[str]) -> pd.Series:
    """Which rows have every word of the search in their name, and one of the sizes."""
    keep = pd.Series(True, index=frame.index)
    names = (frame["model"] + " " + frame["variant_name"].fillna("")).str.casefold()
    for word in search.casefold().split():
        keep &= names.str.contains(word, regex=False)
    if sizes:
        in_any = pd.Series(False, index=frame.index)
        for _, low, high in (SIZES[size] for size in sizes):
            in_any |= frame["parameters"].between(low, high, inclusive="left").fillna(False)
        keep &= in_any
    return keep


def title(board: Board, rules: standing.Rules, found: pd.DataFrame, ranked: int, could: int) -> str:
    """`X is first of 67 (`ranked`) on HELM Classic, by mean win rate; 4 (`could`) could be`."""
    best = found[found["rank"] == 1]
    if best.empty:
        return f"No model of {board.title} has a score in all of these columns"
    first = " and ".join(best["model"].head(2)) + (f" and {len(best) - 2} more" if len(best) > 2 else "")
    verb = "is" if len(best) == 1 else "are"
    text = f"{first} {verb} first of {ranked:,} on {board.title}, by {standing.name(board, rules)}"
    if could > len(best):
        text += f"; {could} could be, by the choice of benchmarks"
    return text


def say_rules(board: Board, rules: standing.Rules, found: int, shown: int) -> None:
    """By what rules the ranks came about, and what was left out."""
    names = [board.labels[id] for id in rules.columns]
    over = f"{names[0]} alone" if len(names) == 1 else f"{len(names)} of {len(board.columns)} columns"
    parts = []
    if rules.measure == "win":
        parts.append(
            f"Mean win rate over {over}: the share of the other models that a model beats in a column, "
            "averaged over the columns in which it has a score."
        )
        parts.append(f"A tie is {standing.TIES[rules.ties][0].lower()}{standing.TIES[rules.ties][1:]}.")
    elif len(names) > 1:
        parts.append(f"Mean over {over}. A model with a gap in one of them has no average.")
    else:
        parts.append(f"By {over}.")
    heavier = [f"{board.labels[id]} {weight:g} times" for id, weight in rules.weights if weight != 1]
    if heavier:
        parts.append(f"Counted: {', '.join(heavier)}, the others once.")
    marked = standing.notes(board.id)
    marked = marked[marked["column"].isin(rules.columns)]
    if len(marked):
        counted = marked["status"] != "failed"
        word = "are counted" if rules.marked else "are left out"
        whose = ", ".join(dict.fromkeys(marked.loc[counted, "model"]))
        parts.append(
            f"{formats.plural(int(counted.sum()), 'score')} contaminated or suspect {word} ({whose})."
        )
    parts.append("Ranks whose intervals overlap are not told apart by this choice of benchmarks.")
    rows = int(board.info.rows)
    parts.append(
        f"{shown:,} of {rows:,} rows are shown." if shown < rows else f"All {rows:,} rows are shown."
    )
    if shown < found < rows:
        parts.append(f"{found - shown:,} more are like that.")
    st.caption(formats.plain(" ".join(parts)))


def say_source(board: Board) -> None:
    """Who publishes the board, when, under what licence, and what else one must know of it."""
    book = protocols.book()
    info = board.info
    who = formats.makers(info.organization, book.names) if info.organization else ""
    facts = [
        who,
        formats.date(info.date),
        info.license and f"licence {info.license}",
        f"{info.tied} of {info.rows} rows are models of the catalog",
    ]
    text = " · ".join(fact for fact in facts if fact)
    tables.write(tables.element("p", receipts.source_link(info.source, book), f" · {text}", class_="catalog"))
    if info.note:
        st.caption(formats.plain(info.note))
    st.caption(
        "The same benchmark under another protocol is another test: compare within a column alone. "
        "Not stated: the board or paper does not say."
    )


# ---- the other views


def show_trend(view: filters.View, board: Board, every: Mapping[str, Any]) -> str:
    rules = standing.choose(view, board)
    if why := standing.why_not(board, rules):
        st.info(why)
        return board.title
    return trend.show(view, board, rules)


def show_models(view: filters.View, board: Board, every: Mapping[str, Any]) -> str:
    rules = standing.choose(view, board)
    if why := standing.why_not(board, rules):
        st.info(why)
        return board.title
    return headtohead.show(view, board, rules, every)


SHOW: dict[str, Callable[[filters.View, Board, Mapping[str, Any]], str]] = {
    "standings": show_standings,
    "trend": show_trend,
    "models": show_models,
    "boards": lambda view, board, _: agreement.show(view, board),
    "change": editions.show,
    "benchmarks": lambda view, _, every: benchmarks.show(every),
}

main()
