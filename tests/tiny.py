"""A small valid catalog that tests change: one model, one dataset, one chip, two makers, three sources."""

from pathlib import Path
from textwrap import dedent, indent

from catalog.claims import Claim
from catalog.reader import read
from catalog.records import Catalog, Variant

FILES = {
    "organizations.yaml": """
        maker: {name: Maker, kind: company}
        rival: {name: Rival, kind: university}
        """,
    "sources.yaml": """
        paper: {title: Tiny Models, year: 2022, organization: maker, kind: paper, read: 2023-01-01}
        survey: {title: A Survey, year: 2023, organization: rival, kind: paper, read: 2023-01-01}
        slides: {title: A Course, kind: slides, read: 2023-01-01}
        """,
    "accelerators.yaml": """
        chip-40gb:
          source: paper
          peak_bf16: {value: 100 TFLOP/s, at: Table 9, basis: tensor}
          mean_power: {value: 300 W, at: Table 9}
        """,
    "datasets/pile.yaml": """
        name: Pile
        source: paper
        size: {value: 2 TB, at: Table 2}
        components:
          at: Table 2
          books: {size: 1.5 TB, documents: 4M}
          web: {size: 0.5 TB}
        """,
}


class Tiny:
    """The small catalog, in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in FILES:
            self.write(name, FILES[name])
        self.model()

    def write(self, name: str, text: str | bytes) -> "Tiny":
        """Writes a file of the catalog; text may be indented."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())
        return self

    def model(self, head: str = "", variant: str = "", more: str = "", id: str = "tiny") -> "Tiny":
        """Writes a model. `head`: lines of the model; `variant`: of its flagship; `more`: other variants."""
        lines = [
            "name: Tiny",
            "lesson: Small is enough.",
            "source: paper",
            "organization: maker",
            dedent(head),
        ]
        lines += ["variants:", f"  {id}-1b:", "    name: Tiny 1B", "    flagship: true"]
        lines += [indent(dedent(variant), "    "), indent(dedent(more), "  ")]
        return self.write(f"models/{id}.yaml", "\n".join(lines))

    def problems(self) -> list[str]:
        """Every problem, as `check` prints it."""
        return [str(problem) for problem in read(self.root)[1]]

    def catalog(self) -> Catalog:
        """What the files say; they must be right."""
        catalog, problems = read(self.root)
        assert problems == []
        return catalog

    def variant(self, id: str = "tiny-1b") -> Variant:
        """A variant, its facts resolved."""
        return self.catalog().variants[id]

    def claims(self, field: str, id: str = "tiny-1b") -> list[Claim]:
        """The claims of a variant's field."""
        return self.variant(id).facts[field]
