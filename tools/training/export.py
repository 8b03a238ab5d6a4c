"""The trained model as files of the package: the encoder as an int8 ONNX graph, the heads as small arrays.

The graph is written anew from the weights: queries, keys and values in one product, no mask (a window is read alone,
without padding), layer normalisation and GELU as single operators. Weights of the products are int8 per channel with
reduced range, so that processors without VNNI do not overflow; activations are quantised as they come.
"""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tools.training.material import NAMES
from tools.training.model import Tagger

OPSET = 20


class Graph(nn.Module):
    """The base of a Tagger (a BERT without pooler), as plain operations on ids and types of shape (batch, pieces)."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        base, config = model.base, model.base.config
        self.heads = config.num_attention_heads
        self.words, self.places = base.embeddings.word_embeddings, base.embeddings.position_embeddings
        self.types, self.norm = base.embeddings.token_type_embeddings, base.embeddings.LayerNorm
        self.blocks = nn.ModuleList()
        for layer in base.encoder.layer:
            own = layer.attention.self
            joined = nn.Linear(config.hidden_size, 3 * config.hidden_size)
            joined.weight.data = torch.cat([own.query.weight, own.key.weight, own.value.weight]).data
            joined.bias.data = torch.cat([own.query.bias, own.key.bias, own.value.bias]).data
            out, up, down = layer.attention.output, layer.intermediate.dense, layer.output
            self.blocks.append(nn.ModuleList([joined, out.dense, out.LayerNorm, up, down.dense, down.LayerNorm]))

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """The last layer, shape (batch, pieces, width)."""
        batch, pieces = ids.shape
        x = self.norm(self.words(ids) + self.types(types) + self.places(torch.arange(pieces))[None])
        for joined, out, first_norm, up, down, second_norm in self.blocks:
            parts = joined(x).reshape(batch, pieces, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            query, key, value = parts[0], parts[1], parts[2]
            weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1]), -1)
            mixed = (weights @ value).permute(0, 2, 1, 3).reshape(batch, pieces, -1)
            x = first_norm(x + out(mixed))
            x = second_norm(x + down(nn.functional.gelu(up(x))))
        return x


def export(model: Tagger, folder: Path) -> None:
    """Write encoder.onnx (int8), attributions.npz and names.npz into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = Graph(model).eval()
    example = (torch.randint(1000, 2000, (1, 37)), torch.zeros(1, 37, dtype=torch.long))
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        pieces = {0: "batch", 1: "pieces"}
        torch.onnx.export(
            graph,
            example,
            whole,
            input_names=["ids", "types"],
            output_names=["vectors"],
            dynamic_axes={"ids": pieces, "types": pieces, "vectors": pieces},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            folder / "encoder.onnx",
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
    made = onnx.load(folder / "encoder.onnx")
    onnx.checker.check_model(made)
    head = model.head()
    np.savez(folder / "attributions.npz", **{name: getattr(head, name) for name in head.__dataclass_fields__})
    np.savez(
        folder / "names.npz",
        labels=np.array(NAMES),
        weights=model.names.weight.detach().numpy().T.astype(np.float32),
        bias=model.names.bias.detach().numpy().astype(np.float32),
    )
