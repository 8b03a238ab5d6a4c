"""The trained model as files of the package: the encoder as an int8 ONNX graph, the heads as small arrays.

    python -m tools.training.export --work /tmp/training

The graph is written anew from the weights: queries, keys and values in one product, no mask (a window is read alone,
without padding), layer normalisation and GELU as single operators. Weights of the products are int8 per channel with
reduced range, so that processors without VNNI do not overflow; activations are quantised as they come.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tools.training.events import Net
from tools.training.material import NAMES
from tools.training.model import Tagger
from tools.training.stages import STUDENT

OPSET = 20


class Tower(nn.Module):
    """The layers of a Tagger's base (a BERT without pooler), as plain operations on words and types."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        base, config = model.base, model.base.config
        self.heads = config.num_attention_heads
        self.places = base.embeddings.position_embeddings
        self.types, self.norm = base.embeddings.token_type_embeddings, base.embeddings.LayerNorm
        self.blocks = nn.ModuleList()
        for layer in base.encoder.layer:
            own = layer.attention.self
            joined = nn.Linear(config.hidden_size, 3 * config.hidden_size)
            joined.weight.data = torch.cat([own.query.weight, own.key.weight, own.value.weight]).data
            joined.bias.data = torch.cat([own.query.bias, own.key.bias, own.value.bias]).data
            out, up, down = layer.attention.output, layer.intermediate.dense, layer.output
            self.blocks.append(nn.ModuleList([joined, out.dense, out.LayerNorm, up, down.dense, down.LayerNorm]))

    def forward(self, words: Tensor, types: Tensor) -> Tensor:
        """The last layer, shape (batch, pieces, width), for vectors of words and types of shape (batch, pieces)."""
        batch, pieces = types.shape
        x = self.norm(words + self.types(types) + self.places(torch.arange(pieces))[None])
        for joined, out, first_norm, up, down, second_norm in self.blocks:
            parts = joined(x).reshape(batch, pieces, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            query, key, value = parts[0], parts[1], parts[2]
            weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1]), -1)
            mixed = (weights @ value).permute(0, 2, 1, 3).reshape(batch, pieces, -1)
            x = first_norm(x + out(mixed))
            x = second_norm(x + down(nn.functional.gelu(up(x))))
        return x


class Graph(nn.Module):
    """Both towers over one table of words: ids and types of shape (batch, pieces) to a last layer each.

    Neither training changes the table, so it is that of the base.
    """

    def __init__(self, statements: Tagger, events: Tagger) -> None:
        super().__init__()
        self.words = statements.base.embeddings.word_embeddings
        if not torch.equal(self.words.weight, events.base.embeddings.word_embeddings.weight):
            raise ValueError("the towers do not share their table of words")
        self.statements, self.events = Tower(statements), Tower(events)

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """The last layers of the two towers, each of shape (batch, pieces, width)."""
        words = self.words(ids)
        return self.statements(words, types), self.events(words, types)


def export(model: Tagger, net: Net, folder: Path) -> None:
    """Write words.npz, statements.onnx and events.onnx (int8), and the heads as npz, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = Graph(model, net.tagger).eval()
    example = (torch.randint(1000, 2000, (1, 37)), torch.zeros(1, 37, dtype=torch.long))
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        pieces = {0: "batch", 1: "pieces"}
        torch.onnx.export(
            graph,
            example,
            whole,
            input_names=["ids", "types"],
            output_names=["statements", "events"],
            dynamic_axes={"ids": pieces, "types": pieces, "statements": pieces, "events": pieces},
            opset_version=OPSET,
            dynamo=False,
        )
        small = Path(scratch) / "small.onnx"
        quantize_dynamic(
            whole,
            small,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
        split(onnx.load(small), folder)
    head = model.head()
    np.savez(folder / "attributions.npz", **{name: getattr(head, name) for name in head.__dataclass_fields__})
    np.savez(
        folder / "names.npz",
        labels=np.array(NAMES),
        weights=model.names.weight.detach().numpy().T.astype(np.float32),
        bias=model.names.bias.detach().numpy().astype(np.float32),
    )
    typer = net.scores.head()
    fields = [name for name in typer.__dataclass_fields__ if name != "heads"]
    halves = {name: np.asarray(getattr(typer, name), np.float16) for name in fields}
    np.savez(folder / "events.npz", allow_pickle=False, heads=np.array(typer.heads), **halves)


def split(graph: onnx.ModelProto, folder: Path) -> None:
    """Write the graph as words.npz and a graph for each tower.

    onnxruntime computes a whole graph whatever is asked of it: a graph for each tower runs that tower alone.
    """
    stored = {array.name: onnx.numpy_helper.to_array(array) for array in graph.graph.initializer}
    vectors = next(n.output[0] for n in graph.graph.node if "words.weight_scale" in n.input)
    np.savez(
        folder / "words.npz",
        table=stored["words.weight_quantized"],
        zero=stored["words.weight_zero_point"],
        scale=stored["words.weight_scale"],
    )
    for tower in ("statements", "events"):
        part = onnx.utils.Extractor(graph).extract_model([vectors, "types"], [tower])
        for node in part.graph.node:
            node.input[:] = ["words" if name == vectors else name for name in node.input]
        part.graph.input[0].name = "words"
        onnx.checker.check_model(part)
        onnx.save(part, folder / f"{tower}.onnx")


def main() -> None:
    """Write the files from what `tools.training` and `tools.training.events` left in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="where the training runs left their results")
    parser.add_argument("--out", type=Path, default=Path("src/standoff/data/models"))
    options = parser.parse_args()
    tagger, net = Tagger(STUDENT, len(NAMES)), Net(STUDENT)
    tagger.load_state_dict(torch.load(options.work / "student.pt"))
    net.load_state_dict(torch.load(options.work / "events.pt"))
    export(tagger, net, options.out)
    print(f"wrote {options.out}; next: python -m tools.training.decide, python bench/calibrate.py", file=sys.stderr)


if __name__ == "__main__":
    main()
