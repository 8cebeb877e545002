"""How the grid model's weights begin: with looking things up in the grid before, which training finds too slowly.

Rotary positions turn parts of queries and keys by how far apart two tokens are. With a large theta most parts hardly
turn at all within a context and serve to compare what tokens are; a slow one serves to prefer the nearer of two.
docs/arc-model.md tells the way of a cell through the layers.
"""

import math

import torch
import torch.nn as nn

from grid_sources import VIEWS
from mimetic import begin_small, compare_and_copy

# Where in the residual stream something begins to be written: rows and heights need few directions, colours ten.
SHORT, LONG = 6, 10
WIDTHS = {
    **dict.fromkeys(["row", "next row", "mirrored row", "mirrored next row", "height", "target row"], SHORT),
    **dict.fromkeys(["column", "next column", "mirrored column", "mirrored next column", "width", "target column"], LONG),
    **dict.fromkeys(["colour", "found here", "found next", "found in line"], LONG),
    "role": 4,
    "agreed": 7,
    "agreement": 7,
}
ENDS = torch.tensor(list(WIDTHS.values())).cumsum(0).tolist()
PLACE = {name: slice(end - size, end) for (name, size), end in zip(WIDTHS.items(), ENDS)}
ROLES = ["input cell", "output cell", "input header", "output header"]
# Layer and head that notice whether a view agrees.
VIEW_HEADS = [(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (2, 0), (2, 1)]
LARGEST = 10  # width of a grid whose mirrored places are known from the start
LOUD = 1.2  # length of what is written at a place
# Rotary pairs: the slow one that tells near from far, one that hardly turns, and the first of those for comparing.
SLOW, KIND, STILL = 4, 5, 6


@torch.no_grad()
def begin(model, config):
    size = config["head_dim"]
    begin_small(model, config["num_hidden_layers"])
    nn.init.constant_(model.norm.weight, 0.1)
    begin_embedding(model.embedding)
    first, _, third, fourth, fifth, *_ = [layer.self_attn for layer in model.layers]
    for layer in model.layers[1:]:
        compare_and_copy(layer.self_attn, 0.3)
    for head in range(config["num_attention_heads"]):
        clear(first, head, size)
    find_places(first, size)
    mirror_places(model.layers[0].mlp)
    for number, (view, (layer, head)) in enumerate(zip(VIEWS, VIEW_HEADS)):
        notice_view(model.layers[layer].self_attn, head, size, view, PLACE["agreed"].start + number)
    copy_from_the_same(third, 2, size)
    average_agreement(fourth, 0, size)
    aim(model.layers[3].mlp)
    read_target(fifth, 0, size)


def begin_embedding(embedding):
    """Every factor in its own part of the stream; a place and the place of the next cell have equal codes."""
    parts = {"then row": "next row", "then column": "next column"}
    nn.init.normal_(embedding.factors, std=0.03)
    for i, name in enumerate(embedding.names):
        kind, _, number = name.rpartition(" ")
        kind = parts.get(kind, kind)
        if name in ROLES:
            embedding.factors[i, PLACE["role"].start + ROLES.index(name)] += LOUD
        elif kind in PLACE:
            at = PLACE[kind]
            beyond = int(number) >= at.stop - at.start
            code = nn.functional.normalize(torch.randn(at.stop - at.start), dim=0) if beyond else one_hot(at, number)
            embedding.factors[i, at] += LOUD * code
        else:
            embedding.factors[i] += 0.2 * torch.randn(embedding.factors.shape[1])


def one_hot(at, number):
    return torch.eye(at.stop - at.start)[int(number)]


def find_places(attention, size):
    """The first layer's heads read from the nearest input: the cell at the token's own place, at the place of the next
    cell, the next cell's column and row; the last reads the nearest header."""
    wanted = [("row", "column"), ("next row", "next column"), ("next column",), ("next row",)]
    offered = [("row", "column"), ("row", "column"), ("column",), ("row",)]
    targets = ["found here", "found next", "found in line", "found in line"]
    for head, (want, offer, target) in enumerate(zip(wanted, offered, targets)):
        look_up(attention, head, size, want, offer, 1.3)
        prefer_near(attention, head, size, 8.0)
        prefer_roles(attention, head, size, {"input cell": 5.0})
        move(attention, head, size, [("colour", target)], 0.25)
    prefer_near(attention, 4, size, 12.0)
    prefer_roles(attention, 4, size, {"input header": 8.0, "output header": 8.0})
    move(attention, 4, size, [("height", "height"), ("width", "width")], 0.25)


def mirror_places(mlp):
    """From the size of the grid and a row or column, counted from one side, the same counted from the other side."""
    unit, scale = 0, 3.0
    for length, place in (("height", "row"), ("width", "column"), ("height", "next row"), ("width", "next column")):
        for n in range(1, min(LARGEST, PLACE[length].stop - PLACE[length].start - 1) + 1):
            for i in range(n):
                silence(mlp, unit)
                # Open only where both are there: every token has one role, which stands for a constant.
                mlp.gate_proj.weight[unit, PLACE[length].start + n] = scale
                mlp.gate_proj.weight[unit, PLACE[place].start + i] = scale
                mlp.gate_proj.weight[unit, PLACE["role"]] = -1.4 * scale
                mlp.up_proj.weight[unit, PLACE[length].start + n] = 1
                mlp.down_proj.weight[PLACE[f"mirrored {place}"].start + n - 1 - i, unit] = 0.04
                unit += 1


def notice_view(attention, head, size, view, agreed):
    """Whether the nearest input has the cell's own colour at the mirrored or turned place.

    Place and colour together must match: what matches less is read from the header, which says no.
    """
    clear(attention, head, size)
    look_up(attention, head, size, (*view, "colour"), ("row", "column", "colour"), 2.8, most=5)
    prefer_near(attention, head, size, 11.0)
    prefer_roles(attention, head, size, {"input cell": 6.0, "input header": 6.0 + SINK})
    attention.v_proj.weight[head * size, PLACE["role"].start + ROLES.index("input cell")] = 1
    attention.o_proj.weight[agreed, head * size] = 0.4


def copy_from_the_same(attention, head, size):
    """The cell to come copies the colour of output cells whose input had the same colour."""
    clear(attention, head, size)
    look_up(attention, head, size, ("found next",), ("found here",), 1.8)
    prefer_roles(attention, head, size, {"output cell": 5.0})
    move(attention, head, size, [("colour", "colour")], 0.3)


def average_agreement(attention, head, size):
    """How often each view has agreed in the outputs so far."""
    clear(attention, head, size)
    prefer_roles(attention, head, size, {"output cell": 9.0})
    move(attention, head, size, [("agreed", "agreement")], 0.4)


def aim(mlp):
    """The row and column where a view that has always agreed has the next cell."""
    unit = 0
    for number, view in enumerate(VIEWS):
        for source, target in zip(view, ("target row", "target column")):
            source = PLACE[source.replace("row", "next row").replace("column", "next column")]
            for i in range(SHORT):
                silence(mlp, unit)
                mlp.gate_proj.weight[unit, PLACE["agreement"].start + number] = GATE
                mlp.gate_proj.weight[unit, PLACE["role"]] = -THRESHOLD * GATE
                mlp.up_proj.weight[unit, source.start + i] = 1
                mlp.down_proj.weight[PLACE[target].start + i, unit] = 0.3
                unit += 1


def read_target(attention, head, size):
    clear(attention, head, size)
    look_up(attention, head, size, ("target row", "target column"), ("row", "column"), 2.5)
    prefer_near(attention, head, size, 11.0)
    prefer_roles(attention, head, size, {"input cell": 8.0})
    move(attention, head, size, [("colour", "colour")], 0.5)


# Between two matches of three and all three; how sharply and from where on agreement counts.
SINK, GATE, THRESHOLD = 101.0, 8.0, 0.7


def silence(mlp, unit):
    mlp.gate_proj.weight[unit] = mlp.up_proj.weight[unit] = 0
    mlp.down_proj.weight[:, unit] = 0


def clear(attention, head, size):
    at = slice(head * size, head * size + size)
    for weight in (attention.q_proj.weight, attention.k_proj.weight, attention.v_proj.weight, attention.o_proj.weight.T):
        weight[at] = 0.005 * torch.randn_like(weight[at])


def look_up(attention, head, size, wanted, offered, strength, most=LONG):
    """Queries from some parts of the stream meet keys from others, in the dimensions that rotary positions spare.

    Of places the first `most` directions count.
    """
    still = iter([*range(STILL, size // 2), *range(size // 2 + STILL, size)])
    for want, offer in zip(wanted, offered):
        want, offer = PLACE[want], PLACE[offer]
        count = min(want.stop - want.start, offer.stop - offer.start, LONG if want == PLACE["colour"] else most)
        for i in range(count):
            target = head * size + next(still)
            attention.q_proj.weight[target, want.start + i] = strength
            attention.k_proj.weight[target, offer.start + i] = strength


def prefer_near(attention, head, size, strength):
    """Adds to the score about strength² · cos(distance / 100 + 0.5), which falls over the length of a context."""
    at = head * size
    attention.k_proj.bias[at + SLOW] = strength
    attention.q_proj.bias[at + SLOW] = strength * math.cos(0.5)
    attention.q_proj.bias[at + size // 2 + SLOW] = strength * math.sin(0.5)


def prefer_roles(attention, head, size, strengths):
    """How much a head is drawn to tokens of some roles."""
    at = head * size + KIND
    for role, strength in strengths.items():
        attention.k_proj.weight[at, PLACE["role"].start + ROLES.index(role)] = 0.22 * strength
    attention.q_proj.bias[at] = 6.0


def move(attention, head, size, moves, strength):
    """The head reads some parts of the stream and adds them to others."""
    for i, (source, target) in enumerate((s, t) for a, b in moves for s, t in zip(dims(a), dims(b))):
        attention.v_proj.weight[head * size + i, source] += 1
        attention.o_proj.weight[target, head * size + i] += strength


def dims(name):
    return range(PLACE[name].start, PLACE[name].stop)
