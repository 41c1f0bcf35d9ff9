"""QR codes of addresses (ISO/IEC 18004), drawn in SVG.

Every page has one, and segno takes 1.6 ms for each: a third of a build. All symbols of a size have the same layout. So
segno draws one of each size, and the modules of another address differ from it where their data do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

BORDER = 4  # modules, at least (6.3.8)
LEVEL = "M"  # of error correction: 15 % of a symbol may be lost
MASK = 2  # to try all eight takes four times as long
PADDING = b"\xec\x11"
RUN = re.compile("0+|1+")
STEPS = {"0" * length: f"m{length} 0" for length in range(178)} | {"1" * length: f"h{length}" for length in range(178)}


@dataclass(frozen=True, slots=True)
class Layout:
    """A size of symbols: how many octets of data it holds, and what is the same in all of them.

    `blocks` are its numbers of octets of data, each followed by `correction` octets; `modules` is the symbol of no
    address, row by row, without what its data are; `order` has the number of the bit of data in each module, or one
    behind the last.
    """

    version: int
    width: int
    blocks: tuple[int, ...]
    correction: int
    modules: int
    order: tuple[int, ...]


def draw(address: str) -> str:
    """Return the QR code of an address as an SVG element."""
    data = address.encode()
    version = next(version for version in range(1, 41) if len(data) <= most_octets(version))
    layout = _layout(version)
    bits = _modules(_bits(data, layout), layout)
    rows = f"{bits ^ layout.modules:0{layout.width**2}b}"
    side = layout.width + 2 * BORDER
    path = "".join(_lines(rows, layout.width))
    return f'<svg viewBox="0 0 {side} {side}" class="qr"><path class="qrline" stroke="#000" d="{path}"/></svg>'


def _lines(rows: str, width: int) -> Iterator[str]:
    """Yield the dark lines of each row of modules, as steps of a path."""
    for y in range(width):
        yield f"M{BORDER} {y + BORDER}.5"
        yield from map(STEPS.__getitem__, RUN.findall(rows, y * width, (y + 1) * width))


def most_octets(version: int) -> int:
    """Return how many octets of data the symbols of a version hold."""
    return sum(_blocks(version)[0]) - (2 if version < 10 else 3)


@lru_cache(40)
def _blocks(version: int) -> tuple[tuple[int, ...], int]:
    """Return how many octets of data each block of a symbol has, and how many that correct errors (table 9)."""
    from segno import consts

    table: Any = consts.ECC
    groups = table[version][consts.ERROR_MAPPING[LEVEL]]
    sizes = [group.num_data for group in groups for _ in range(group.num_blocks)]
    return tuple(sizes), groups[0].num_total - groups[0].num_data


@lru_cache(40)
def _layout(version: int) -> Layout:
    import segno  # 40 ms, spared to every command without pages
    from segno import consts

    nothing = b"\n"  # a byte, where digits or capitals would be written in another mode
    code = segno.make(nothing, version=version, error=LEVEL, mask=MASK, boost_error=False)
    types = [list(row) for row in code.matrix_iter(border=0, verbose=True)]
    width = len(types)
    types[8][width - 9] = consts.TYPE_DATA_LIGHT  # segno 1.6.6 takes it for a part of the format
    blocks, correction = _blocks(version)
    data = (consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT)
    places = [y * width + x for y, x in _way(width) if types[y][x] in data]
    order = [len(places)] * width**2
    for number, place in enumerate(places):
        order[place] = number
    layout = Layout(version, width, blocks, correction, 0, tuple(order))
    drawn = int("".join(str(module) for row in code.matrix for module in row), 2)
    modules = drawn ^ _modules(_bits(nothing, layout), layout)
    return Layout(version, width, blocks, correction, modules, tuple(order))


def _way(width: int) -> Iterator[tuple[int, int]]:
    """Yield row and column of each module in the order in which data are placed: two columns up, two down (7.7.3)."""
    rows = range(width)
    for right in (*range(width - 1, 6, -2), 5, 3, 1):  # column 6 is the timing pattern
        rows = rows[::-1]
        for y in rows:
            yield y, right
            yield y, right - 1


def _modules(bits: str, layout: Layout) -> int:
    """Return bits of data in the modules where they belong."""
    return int("".join(map(bits.__getitem__, layout.order)), 2)


def _bits(data: bytes, layout: Layout) -> str:
    """Return the bits that a symbol is filled with: blocks of data and correction interleaved, and remainder bits."""
    capacity = sum(layout.blocks)
    counted = 1 if layout.version < 10 else 2  # octets of the length
    head = 0b0100 << 8 * counted | len(data)  # 0100: octets
    segment = (head << 8 * len(data) | int.from_bytes(data, "big")) << 4
    filled = segment.to_bytes(len(data) + counted + 1, "big")
    filled = (filled + b"\0" + PADDING * capacity)[:capacity]  # segno begins with an octet 0, which no reader gets to
    blocks, start = [], 0
    for size in layout.blocks:
        blocks.append(filled[start : start + size])
        start += size
    corrections = [_correction(block, layout.correction) for block in blocks]
    octets = bytes((*_interleaved(blocks), *_interleaved(corrections)))
    bits = f"{int.from_bytes(octets, 'big'):0{8 * len(octets)}b}"
    return bits.ljust(layout.width**2, "0")


def _interleaved(blocks: Sequence[bytes]) -> Iterator[int]:
    for index in range(max(map(len, blocks))):
        for block in blocks:
            if index < len(block):
                yield block[index]


def _correction(block: bytes, number: int) -> bytes:
    """Return the octets that correct errors in a block: the remainder of its division by the generator (7.5.2)."""
    steps = _steps(number)
    keep = 8 * (number - 1)
    rest = 0
    for octet in block:
        factor = rest >> keep ^ octet
        rest = (rest & (1 << keep) - 1) << 8 ^ steps[factor]
    return rest.to_bytes(number, "big")


@lru_cache(40)
def _steps(number: int) -> list[int]:
    """Return the multiples of the generator polynomial with so many coefficients, by their factor."""
    from segno import consts

    powers, logarithms = consts.GALIOS_EXP, consts.GALIOS_LOG
    multiples = [0]
    for factor in range(1, 256):
        octets = bytes(powers[logarithms[factor] + exponent] for exponent in consts.GEN_POLY[number])
        multiples.append(int.from_bytes(octets, "big"))
    return multiples
