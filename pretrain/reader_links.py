"""Shows the reader, early in training, what belongs together.

A question can be answered by chance from the kind of name it wants, and for "who …?" that guess looks at names, while
the answer has to be found by looking at the value: training stays at the guess for hours. A loss on the attention of
three heads, for the first part of training, leads past it (docs/embedded-model.md): one finds for each value of a
passage whom it is told of, through pronouns and joined clauses; one, a layer later, finds for each answer its value;
one goes on with a name of several tokens where the passage went on.
"""

import numpy as np
import torch

from source_attention import source_loss

# (layer, head)
BINDING, COPYING, ASKING = (1, 1), (1, 2), (2, 0)


def copy_links(tokens, follows, newline):
    """For a row, where each known token but the last of its name finds the next: the same two in the passage, last there."""
    links = np.zeros(len(tokens), np.int64)
    end = np.flatnonzero(tokens == newline)[:1]
    if len(end):
        passage = tokens[: end[0]]
        for p in np.flatnonzero(follows[:-1] & follows[1:]):
            found = np.flatnonzero((passage[:-1] == tokens[p]) & (passage[1:] == tokens[p + 1]))
            if len(found):
                links[p] = found[-1] + 1
    return links


def link_loss(model, streams, tokens, known, links, newline):
    """Mean -log of the attention that the heads pay to what they are shown; `links` is 0 where nothing is."""
    is_passage = (tokens == newline).cumsum(1) == 0
    kinds = ((BINDING, is_passage), (COPYING, ~is_passage & known), (ASKING, ~is_passage & ~known))
    loss = 0.0
    for (layer, head), here in kinds:
        shown = torch.where(here & (links > 0), links, -1)
        loss = loss + source_loss(model.model.layers[layer], head, streams[layer], model.cos, model.sin, shown)
    return loss
