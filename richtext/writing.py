"""From blocks to HTML: always the same HTML for the same blocks."""

from html import escape
from itertools import groupby

from richtext.blocks import MARKS, Block, Cell, Run, Table

DEEPEST_LIST = 8
DEEPEST_QUOTE = 2


def written(blocks: list[Block]) -> str:
    pieces, depth = [], 0
    for quote, together in groupby(blocks, key=lambda block: min(block.quote, DEEPEST_QUOTE)):
        pieces.append("<blockquote>" * (quote - depth) + "</blockquote>" * (depth - quote))
        pieces.append(flow(list(together)))
        depth = quote
    return "".join(pieces) + "</blockquote>" * depth


def flow(blocks: list[Block]) -> str:
    pieces = []
    for is_list, together in groupby(blocks, key=lambda block: block.kind == "li"):
        pieces += [list_html(list(together))] if is_list else map(block_html, together)
    return "".join(pieces)


def block_html(block: Block) -> str:
    if block.kind == "table":
        return table_html(block.table)
    tag = f"h{block.level}" if block.kind == "h" else "p"
    return f"<{tag}>{inline(block.runs)}</{tag}>"


def list_html(items: list[Block]) -> str:
    """Items one after another, of whatever level, as nested lists.

    A new list begins where the kind changes, and where a number does not follow the one before.
    """
    pieces, open_lists = [], []  # of each open list: level, marker of its last item
    for item in items:
        while len(open_lists) > 1 and open_lists[-2][0] >= item.level:
            pieces.append(f"</li></{list_tag(open_lists.pop()[1])}>")
        if open_lists and (open_lists[-1][0] >= item.level or len(open_lists) == DEEPEST_LIST):
            last = open_lists.pop()[1]
            if item.marker == last.following:
                pieces.append("</li>")
            else:
                pieces.append(f"</li></{list_tag(last)}>{list_start(item.marker)}")
        else:
            pieces.append(list_start(item.marker))
        open_lists.append((item.level, item.marker))
        pieces.append("<li>" + inline(item.runs))
    return "".join(pieces) + "".join(f"</li></{list_tag(marker)}>" for _, marker in reversed(open_lists))


def list_tag(marker) -> str:
    return "ol" if marker.type else "ul"


def list_start(marker) -> str:
    if not marker.type:
        return "<ul>"
    around = f' class="{marker.around}-{marker.type}"' if marker.around else ""
    kind = f' type="{marker.type}"' if marker.type != "1" else ""
    start = f' start="{marker.number}"' if marker.number != 1 else ""
    return f"<ol{around}{kind}{start}>"


def table_html(table: Table) -> str:
    caption = f"<caption>{inline(table.caption)}</caption>" if table.caption else ""
    head = "".join(map(row_html, table.rows[: table.head]))
    body = "".join(map(row_html, table.rows[table.head :]))
    return f"<table>{caption}{head and f'<thead>{head}</thead>'}<tbody>{body}</tbody></table>"


def row_html(row: list[Cell]) -> str:
    return f"<tr>{''.join(map(cell_html, row))}</tr>"


def cell_html(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    scope = f' scope="{cell.scope}"' if cell.scope else ""
    colspan = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    rowspan = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    alone = len(cell.blocks) == 1 and cell.blocks[0].kind == "p"
    content = inline(cell.blocks[0].runs) if alone else flow(cell.blocks)
    return f"<{tag}{scope}{colspan}{rowspan}>{content}</{tag}>"


def inline(runs: list[Run]) -> str:
    pieces, open_tags = [], []
    for run in runs:
        wanted = wrapping(run)
        same = 0
        while same < min(len(open_tags), len(wanted)) and open_tags[same] == wanted[same]:
            same += 1
        pieces += [f"</{tag}>" for tag, _ in reversed(open_tags[same:])]
        pieces += [f"<{tag}{attribute}>" for tag, attribute in wanted[same:]]
        pieces.append("<br>" if run.text == "\n" else escape(run.text, quote=False))
        open_tags = wanted
    return "".join(pieces) + "".join(f"</{tag}>" for tag, _ in reversed(open_tags))


def wrapping(run: Run) -> list[tuple[str, str]]:
    """The run's elements, the outermost first. The link is innermost: in a PDF it may hold no other element."""
    tags = [(mark, "") for mark in MARKS if mark in run.marks]
    if run.title:
        tags.append(("abbr", f' title="{escape(run.title)}"'))
    if run.href:
        tags.append(("a", f' href="{escape(run.href)}"'))
    return tags
