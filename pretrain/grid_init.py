"""How the grid model's weights begin: with looking things up in the grid before, which training finds too slowly.

Rotary positions turn parts of queries and keys by how far apart two tokens are. With a large theta most parts hardly
turn at all within a context and serve to compare what tokens are; a slow one serves to prefer the nearer of two.
"""

import math

import torch
import torch.nn as nn

from mimetic import begin_small, compare_and_copy

# Where in the residual stream something begins to be written.
PLACES = [slice(10 * i, 10 * i + 10) for i in range(15)]
ROW, COLUMN, NEXT_ROW, NEXT_COLUMN, COLOUR, HEIGHT, WIDTH, *PLACES = PLACES
FOUND_HERE, FOUND_NEXT, FOUND_COLUMN, FOUND_ROW, *PLACES = PLACES
MIRRORED_ROW, MIRRORED_COLUMN, MIRRORED_NEXT_ROW, MIRRORED_NEXT_COLUMN = PLACES
ROLE, AGREED = slice(150, 154), slice(154, 159)
ROLES = ["input cell", "output cell", "input header", "output header"]
# Where a mirrored or turned grid has what comes to a place: to the own place, and to that of the next cell.
TURNED = [(ROW, MIRRORED_COLUMN), (MIRRORED_ROW, COLUMN), (COLUMN, ROW), (MIRRORED_ROW, MIRRORED_COLUMN)]
NEXT_TURNED = [
    (NEXT_ROW, MIRRORED_NEXT_COLUMN),
    (MIRRORED_NEXT_ROW, NEXT_COLUMN),
    (NEXT_COLUMN, NEXT_ROW),
    (MIRRORED_NEXT_ROW, MIRRORED_NEXT_COLUMN),
]
LARGEST = 10  # side of a grid whose mirrored places are known from the start
# Rotary pairs: the slow one that tells near from far, one that hardly turns, and the first of those for comparing.
SLOW, KIND, STILL = 4, 5, 6


@torch.no_grad()
def begin(model, config):
    size = config["head_dim"]
    begin_small(model, config["num_hidden_layers"])
    nn.init.constant_(model.norm.weight, 0.1)
    codes = torch.linalg.qr(torch.randn(10, 10))[0]
    codes = torch.cat((codes, nn.functional.normalize(torch.randn(54, 10))))
    begin_embedding(model.embedding, codes)
    first, second, *others = [layer.self_attn for layer in model.layers]
    for attention in (second, *others):
        compare_and_copy(attention, 0.3)
    for head in range(config["num_attention_heads"]):
        clear(first, head, size)
    find_place(first, size)
    mirror_places(model.layers[0].mlp, codes)
    copy_from_the_same(second, size)
    # What stands at each turned place is kept in directions that nothing else has been given.
    here, following = torch.linalg.qr(torch.randn(config["hidden_size"], 80))[0].T.view(2, 4, 10, -1)
    find_turned(second, TURNED, here, size)
    compare_turned(model.layers[1].mlp, here, codes)
    average_agreement(others[0], size)
    find_turned(others[0], NEXT_TURNED, following, size)
    choose_turned(model.layers[2].mlp, following, codes)


def begin_embedding(embedding, codes):
    """Every factor in its own part of the stream; a place and the place of the next cell have equal codes."""
    parts = {"row": ROW, "column": COLUMN, "then row": NEXT_ROW, "then column": NEXT_COLUMN}
    parts |= {"colour": COLOUR, "height": HEIGHT, "width": WIDTH}
    nn.init.normal_(embedding.factors, std=0.03)
    for i, name in enumerate(embedding.names):
        kind, _, number = name.rpartition(" ")
        if kind in parts:
            embedding.factors[i, parts[kind]] += 1.2 * codes[int(number)]
        elif name in ROLES:
            embedding.factors[i, ROLE.start + ROLES.index(name)] += 1.2
        else:
            embedding.factors[i] += 0.2 * torch.randn(embedding.factors.shape[1])


def find_place(attention, size):
    """The first layer's heads read from the nearest input: the cell at the token's own place, at the place of the next
    cell, the next cell's column and row; the last reads the nearest header."""
    own, following = (ROW, COLUMN), (NEXT_ROW, NEXT_COLUMN)
    look_up(attention, 0, own, own, size)
    look_up(attention, 1, following, own, size)
    look_up(attention, 2, (NEXT_COLUMN,), (COLUMN,), size)
    look_up(attention, 3, (NEXT_ROW,), (ROW,), size)
    for head, target in enumerate((FOUND_HERE, FOUND_NEXT, FOUND_COLUMN, FOUND_ROW)):
        prefer_near(attention, head * size, size, 8.0)
        prefer_roles(attention, head * size, ["input cell"], 5.0)
        move(attention, head * size, [(COLOUR, target)])
    prefer_near(attention, 4 * size, size, 12.0)
    prefer_roles(attention, 4 * size, ["input header", "output header"], 8.0)
    move(attention, 4 * size, [(HEIGHT, HEIGHT), (WIDTH, WIDTH)])


def mirror_places(mlp, codes):
    """From the size of the grid and a row or column, counted from one side, the same counted from the other side."""
    unit, scale = 0, 3.0
    for length, place, mirrored in (
        (HEIGHT, ROW, MIRRORED_ROW),
        (WIDTH, COLUMN, MIRRORED_COLUMN),
        (HEIGHT, NEXT_ROW, MIRRORED_NEXT_ROW),
        (WIDTH, NEXT_COLUMN, MIRRORED_NEXT_COLUMN),
    ):
        for n in range(1, LARGEST + 1):
            for i in range(n):
                silence(mlp, unit)
                # Open only where both are there: every token has one role, which stands for a constant.
                mlp.gate_proj.weight[unit, length] += scale * codes[n]
                mlp.gate_proj.weight[unit, place] += scale * codes[i]
                mlp.gate_proj.weight[unit, ROLE] -= 1.4 * scale
                mlp.up_proj.weight[unit, length] += codes[n]
                mlp.down_proj.weight[mirrored, unit] += 0.06 * codes[n - 1 - i]
                unit += 1


def copy_from_the_same(attention, size):
    """Head 0: the cell to come copies the colour of output cells whose input had the same colour."""
    clear(attention, 0, size)
    look_up(attention, 0, (FOUND_NEXT,), (FOUND_HERE,), size)
    prefer_roles(attention, 0, ["output cell"], 5.0)
    move(attention, 0, [(COLOUR, COLOUR)])


def find_turned(attention, views, directions, size):
    """Heads 1 to 4 read the nearest input at a mirrored or turned place, each into directions of its own."""
    for head, (places, write) in enumerate(zip(views, directions), 1):
        clear(attention, head, size)
        look_up(attention, head, places, (ROW, COLUMN), size)
        prefer_near(attention, head * size, size, 8.0)
        prefer_roles(attention, head * size, ["input cell"], 5.0)
        for i in range(10):
            attention.v_proj.weight[head * size + i, COLOUR.start + i] += 1
            attention.o_proj.weight[:, head * size + i] += 0.6 * write[i]


def compare_turned(mlp, directions, codes):
    """For each view, whether the cell has the colour that stood at the turned place; for the last, at its own place."""
    found = [write.T @ codes[:10].T for write in directions]
    own = torch.zeros_like(found[0])
    own[FOUND_HERE] = codes[:10].T
    for k, colours in enumerate([*found, own]):
        for colour in range(10):
            unit = 10 * k + colour
            silence(mlp, unit)
            mlp.gate_proj.weight[unit, COLOUR] += codes[colour]
            mlp.up_proj.weight[unit] += colours[:, colour]
            mlp.down_proj.weight[AGREED.start + k, unit] += 0.1


def average_agreement(attention, size):
    """Head 0: how often each view has agreed in the outputs so far."""
    clear(attention, 0, size)
    prefer_roles(attention, 0, ["output cell"], 8.0)
    for k in range(5):
        attention.v_proj.weight[k, AGREED.start + k] += 1
        attention.o_proj.weight[AGREED.start + k, k] += 1.0


def choose_turned(mlp, directions, codes):
    """The colour found in a view that has always agreed is the next one."""
    for k, write in enumerate(directions):
        for colour in range(10):
            unit = 10 * k + colour
            silence(mlp, unit)
            mlp.gate_proj.weight[unit, AGREED.start + k] += 1.0
            mlp.gate_proj.weight[unit, ROLE] -= 1.0
            mlp.up_proj.weight[unit] += write.T @ codes[colour]
            mlp.down_proj.weight[COLOUR, unit] += 0.2 * codes[colour]


def silence(mlp, unit):
    mlp.gate_proj.weight[unit] = mlp.up_proj.weight[unit] = 0
    mlp.down_proj.weight[:, unit] = 0


def clear(attention, head, size):
    at = slice(head * size, head * size + size)
    for weight in (attention.q_proj.weight, attention.k_proj.weight, attention.v_proj.weight, attention.o_proj.weight.T):
        weight[at] = 0.005 * torch.randn_like(weight[at])


def look_up(attention, head, wanted, offered, size):
    """Queries from some parts of the stream meet keys from others, in the dimensions that rotary positions spare."""
    still = [*range(STILL, size // 2), *range(size // 2 + STILL, size)]
    for target, source, key in zip(still, dims(wanted), dims(offered)):
        attention.q_proj.weight[head * size + target, source] = 1.3
        attention.k_proj.weight[head * size + target, key] = 1.3


def prefer_near(attention, at, size, strength):
    """Adds to the score about strength² · cos(distance / 100 + 0.5), which falls over the length of a context."""
    attention.k_proj.bias[at + SLOW] = strength
    attention.q_proj.bias[at + SLOW] = strength * math.cos(0.5)
    attention.q_proj.bias[at + size // 2 + SLOW] = strength * math.sin(0.5)


def prefer_roles(attention, at, roles, strength):
    for role in roles:
        attention.k_proj.weight[at + KIND, ROLE.start + ROLES.index(role)] = 1.3
    attention.q_proj.bias[at + KIND] = strength


def move(attention, at, moves):
    """The head reads some parts of the stream and adds them to others."""
    for i, (source, target) in enumerate(zip(dims([a for a, _ in moves]), dims([b for _, b in moves]))):
        attention.v_proj.weight[at + i, source] += 1
        attention.o_proj.weight[target, at + i] += 0.25


def dims(parts):
    return [i for part in parts for i in range(part.start, part.stop)]
