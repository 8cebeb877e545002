"""How the reader's weights begin: with what a reader needs, and would otherwise find only after hours."""

import math

import torch
import torch.nn as nn

from mimetic import begin_small, compare_and_copy


@torch.no_grad()
def begin(reader, config):
    """Random weights, then a first layer that looks back and later layers that compare and copy."""
    begin_small(reader, config["num_hidden_layers"])
    # Tokens differ from the start; the small last norm keeps the first logits small nevertheless.
    nn.init.normal_(reader.model.embed_tokens.weight, std=0.25)
    nn.init.constant_(reader.model.norm.weight, 0.1)
    look_back(reader.model.layers[0].self_attn, config, sharpness=40)
    for layer in reader.model.layers[1:]:
        compare_and_copy(layer.self_attn, 0.5)


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
