"""Source code: what belongs together stays together."""

from knowledge.parse import parse
from knowledge.records import Block

PYTHON = '''"""Copies volumes."""

import shutil


# Slow on purpose.
@retry(3)
def copy(source, target):
    """Copy one volume."""

    shutil.copytree(source, target)


class Night:
    hour = 2

    def start(self):
        copy("/a", "/b")
'''


def test_a_function_keeps_its_comment_its_mark_and_its_body() -> None:
    parsed = parse("jobs/backup.py", PYTHON.encode())
    assert parsed.title == "backup.py"
    assert [block.text.split("\n")[0] for block in parsed.blocks] == [
        '"""Copies volumes."""',
        "# Slow on purpose.",
        "class Night:",
    ]
    assert parsed.blocks[1] == Block(
        '# Slow on purpose.\n@retry(3)\ndef copy(source, target):\n    """Copy one volume."""\n\n'
        "    shutil.copytree(source, target)",
        ("Python",),
        atomic=True,
    )


def test_a_large_class_is_parted_at_its_methods_and_names_them() -> None:
    methods = "".join(
        f"  /** Step {n}. */\n  step{n}(door) {{\n"
        + f"    this.open(door, {n});\n" * 12
        + "  }\n\n"
        for n in range(8)
    )
    source = (
        f'import {{ x }} from "./x.js";\n\nexport class Keys {{\n  #held = [];\n\n{methods}}}\n'
    )
    blocks = parse("keys.js", source.encode()).blocks
    steps = [block for block in blocks if "/** Step" in block.text]
    assert len(steps) == 8
    assert all(block.heading == ("JavaScript", "export class Keys") for block in steps)
    assert all(block.text.count("this.open(") == 12 for block in steps)


def test_no_line_is_lost_in_any_language() -> None:
    sources = {
        "a.go": "package main\n\nfunc main() {\n\trun()\n}\n\ntype Door struct {\n\tId int\n}\n",
        "a.sql": "CREATE TABLE door (id INT);\n\nSELECT id\nFROM door;\n",
        "a.yaml": "services:\n  web:\n    image: nginx\nvolumes:\n  data:\n",
        "a.rs": "pub fn open(id: u8) -> bool {\n    id > 4\n}\n\nimpl Door {\n    fn x() {}\n}\n",
        "a.c": "int open_door(int id)\n{\n    return id;\n}\n\nstatic void shut(void) {\n}\n",
        "a.sh": "#!/bin/sh\nopen() {\n  echo 4\n}\nopen\n",
        "a.py": "def broken(:\n   x = (\n",
    }
    for name, source in sources.items():
        blocks = parse(name, source.encode()).blocks
        kept = "\n".join(block.text for block in blocks).split()
        assert kept == source.split(), name
    starts = [block.text.split("\n")[0] for block in parse("a.go", sources["a.go"].encode()).blocks]
    assert starts == ["package main", "func main() {", "type Door struct {"]
