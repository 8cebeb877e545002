"""How the reader's weights begin: with what a reader needs, and would otherwise find only after hours."""

import math

import torch
import torch.nn as nn


@torch.no_grad()
def begin(reader, config):
    """Random weights, then a first layer that looks back and later layers that compare and copy.

    The last two are after Trockman & Kolter 2023 (mimetic initialisation). docs/embedded-model.md says what each brings.
    """
    layers = config["num_hidden_layers"]
    for name, p in reader.named_parameters():
        if p.dim() == 2:
            nn.init.normal_(p, std=0.02)
        elif name.endswith(".bias"):
            nn.init.zeros_(p)
        if name.endswith("down_proj.weight"):
            p /= math.sqrt(2 * layers)
    # Tokens differ from the start; the small last norm keeps the first logits small nevertheless.
    nn.init.normal_(reader.model.embed_tokens.weight, std=0.25)
    nn.init.constant_(reader.model.norm.weight, 0.1)
    look_back(reader.model.layers[0].self_attn, config, sharpness=40)
    for layer in reader.model.layers[1:]:
        compare_and_copy(layer.self_attn)


def look_back(attention, config, sharpness):
    """Head h reads the token h + 1 places back, whatever it is: a value then carries the name before it.

    Rotary positions make a constant key and a turned constant query score highest at one distance.
    """
    size, width = config["head_dim"], config["hidden_size"]
    half = size // 2
    turns = config["rope_theta"] ** -(torch.arange(0, size, 2) / size)
    scale = math.sqrt(sharpness * math.sqrt(size) / half)
    # All heads write alike, so that a token looks the same from every distance.
    view = torch.linalg.qr(torch.randn(width, size))[0].T
    for head in range(config["num_attention_heads"]):
        at = slice(head * size, (head + 1) * size)
        attention.k_proj.bias[at][:half] = scale
        attention.q_proj.bias[at][:half] = scale * torch.cos(turns * (head + 1))
        attention.q_proj.bias[at][half:] = -scale * torch.sin(turns * (head + 1))
        attention.v_proj.weight[at] = view
        attention.o_proj.weight[:, at] = 0.5 * view.T


def compare_and_copy(attention):
    """Queries and keys begin equal, so that a position reads where the same words are, and copies what it reads."""
    width = attention.q_proj.weight.shape[0]
    basis = torch.linalg.qr(torch.randn(width, width))[0]
    attention.v_proj.weight.copy_(basis)
    attention.o_proj.weight.copy_(0.5 * basis.T)
    nn.init.normal_(attention.q_proj.weight, std=0.1)
    attention.k_proj.weight.copy_(attention.q_proj.weight)
