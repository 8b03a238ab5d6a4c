"""Train the encoder's tower for statements, with its heads, again.

    python -m tools.training --data ../shared/data --teacher MPNET_FOLDER --work /tmp/training

Needs `pip install -e ".[train]"`. Every stage leaves its result in the work folder, and is not done again where the
result is there: entities of the texts (by spaCy), the teacher, what the teacher thinks of each piece, the student.
Without `--teacher` the student learns from the annotation alone. The development half is read only to print figures
and to fit the calibration of confidence. On one's own annotation: give a folder of the same layout
(`polnear/train/text/*.txt` with brat files in `polnear/train/attributions`).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import spacy
import torch

from standoff.document import Document
from standoff.readers.encoding import read_pieces
from standoff.readers.parsing import DEFAULT_MODELS
from standoff.readers.views import view
from tools.training.material import NAMES, Example, names_of
from tools.training.model import Tagger
from tools.training.polnear import Gold, iter_articles, targets_of
from tools.training.stages import MPNET_SHIFT, STUDENT, kept
from tools.training.teach import taught
from tools.training.texts import iter_texts
from tools.training.train import encode, train, write_predictions

Articles = list[tuple[Document, list[Gold], Example]]


def entities_of(documents: list[Document]) -> list[list[tuple[int, int, str]]]:
    """The named entities that spaCy's small model finds in the documents, as (start, end, type)."""
    name = next(name for name in DEFAULT_MODELS if spacy.util.is_package(name))
    nlp = spacy.load(name, exclude=["lemmatizer", "attribute_ruler"])
    parses = nlp.pipe((view(document) for document in documents), batch_size=16)
    return [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in parses]


def material(data: Path) -> tuple[Articles, Articles, list[Example]]:
    """Train articles (those of one annotator), development articles, and the other texts, as examples."""
    polnear = data / "polnear"
    annotated = [list(iter_articles(polnear / "train", several=False)), list(iter_articles(polnear / "dev"))]
    others = list(iter_texts(data))
    found: list[Articles] = []
    for articles in annotated:
        entities = entities_of([document for document, _ in articles])
        found.append([])
        for (document, golds), names in zip(articles, entities, strict=True):
            pieces = read_pieces(document)
            found[-1].append((document, golds, Example(pieces, targets_of(pieces, golds), names_of(pieces, names))))
    texts = []
    for document, names in zip(others, entities_of(others), strict=True):
        pieces = read_pieces(document)
        texts.append(Example(pieces, None, names_of(pieces, names)))
    return found[0], found[1], texts


def report(scorer: Path, gold: Path, articles: Articles, work: Path) -> Callable[[Tagger, int], None]:
    """A function that prints the scorer's figures on the development half; nothing where there is no scorer."""

    def tell(model: Tagger, epoch: int) -> None:
        if not scorer.is_file():
            return
        head = model.head()
        read = [(d.uri, e.pieces, head.read(encode(model, e.pieces))) for d, _, e in articles]
        write_predictions(work / "predictions.jsonl", read)
        spec = spec_from_file_location("polnear_score", scorer)
        assert spec is not None  # noqa: S101
        assert spec.loader is not None  # noqa: S101
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        found = module.score(str(gold), str(work / "predictions.jsonl"))
        spans = " ".join(f"{r} {found[f'cofenet.{r}.exact']['f1']:.3f}" for r in ("source", "cue", "content"))
        recall = " ".join(f"{t} {v['recall']:.3f}" for t, v in found["types"].items())
        overlap = " ".join(f"{k} {found['attr.overlap'][k]:.4f}" for k in ("p", "r", "f1"))
        print(f"epoch {epoch}: attr.overlap {overlap}; exact {spans}; recall {recall}", file=sys.stderr, flush=True)

    return tell


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--scorer", type=Path, default=Path("../shared/bench/polnear_score.py"))
    parser.add_argument("--work", type=Path, required=True, help="where the stages leave their results")
    parser.add_argument(
        "--teacher", type=Path, help="a folder with a pretrained MPNet (config.json, model.safetensors)"
    )
    parser.add_argument("--teacher-epochs", type=float, default=3)
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--minutes", type=float, default=1e9, help="end each training run after so long")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    articles, development, texts = kept(options.work / "material.pkl", lambda: material(options.data))
    tell = report(options.scorer, options.data / "polnear" / "dev", development, options.work)
    examples = [example for _, _, example in articles]

    def run(base: Path, given: list[Example], shift: int, epochs: float, rate: float, state: Path) -> Tagger:
        model = Tagger(base, len(NAMES), shift)
        if state.is_file():
            model.load_state_dict(torch.load(state))
            return model
        model = train(
            model,
            given,
            epochs=epochs,
            rate=rate,
            head_rate=5 * rate,
            seed=options.seed,
            after_epoch=tell,
            minutes=options.minutes,
        )
        torch.save(model.state_dict(), state)
        return model

    if options.teacher is not None:

        def teach() -> list[Example]:
            state = options.work / "teacher.pt"
            teacher = run(options.teacher, examples, MPNET_SHIFT, options.teacher_epochs, 6e-5, state)
            return taught([*examples, *texts], [teacher])

        examples = kept(options.work / "taught.pkl", teach)
    run(STUDENT, examples, 0, options.epochs, 3e-4, options.work / "student.pt")
    print(f"kept in {options.work}; next: python -m tools.training.events", file=sys.stderr)


if __name__ == "__main__":
    main()
