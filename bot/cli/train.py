"""`train`: fit the weights that order what a search found."""

from bot.app import core
from bot.cli import output
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.evaluate import courses as school
from bot.evaluate import feedback
from bot.evaluate.train import train as fit
from bot.settings import Settings
from knowledge.rank import ranker


def train(arguments: Arguments, settings: Settings) -> int:
    """Train on feedback where a file is named, else on written material and the folders DATA."""
    labels = feedback.read(arguments.feedback) if arguments.feedback else ()
    for folder in arguments.paths:
        if not folder.is_dir():
            raise BadInput(f"{str(folder)!r} is not a folder; name one that holds documents")
    own = settings.home / "knowledge" / ranker.WEIGHTS
    target = arguments.output or own
    told: tuple[str, ...] = ()
    with core(settings) as parts, output.bar("training") as advance:
        weights = ranker.load(own)
        if arguments.paths or not labels:
            scratch = settings.home / "eval" / "train"
            courses = school.courses(arguments.paths, scratch)
            taught = [
                one
                for course in courses
                for one in school.teach(parts.knowledge, course, scratch, advance)
            ]
            outcome = fit(taught, _notes(courses))
            weights, told = outcome.weights, outcome.told
        if labels:
            space = arguments.space or settings.space
            weights, useful = feedback.correct(parts.knowledge, space, labels, weights)
            told = (*told, f"feedback: {useful} questions taught something")
    weights.save(target)
    if arguments.json:
        output.emit({"written": str(target), "told": list(told)})
    else:
        for line in (*told, f"written to {target}"):
            output.line(line)
    return 0


def _notes(courses: list[school.Course]) -> str:
    return "trained on " + ", ".join(f"{one.name} ({len(one.lessons)})" for one in courses)
