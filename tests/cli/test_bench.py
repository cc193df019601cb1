"""The benchmarks run, measure what they say, and leave the database as they found it."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from statewave.bench import data, recall, scale, tune, writers
from statewave.cli import app
from statewave.deploy import tool
from tests.conftest import Database


@pytest.fixture(scope="module")
def run(shared: Database) -> Iterator[Any]:
    """Runs a benchmark against the module's database."""

    def invoke(*arguments: str, ok: bool = True) -> Result:
        urls = {"DATABASE_URL": shared.direct, "STATEWAVE_ADMIN_DSN": shared.admin_dsn}
        done = CliRunner().invoke(app, list(arguments), env=urls | {"COLUMNS": "150"})
        assert (done.exit_code == 0) == ok, done.output
        return done

    yield invoke


@pytest.fixture(autouse=True)
def nothing_left(shared: Database) -> Iterator[None]:
    """No subject, index or trial remains of a benchmark."""
    yield
    with psycopg.connect(shared.admin_dsn) as connection:
        found = connection.execute(
            "select (select count(*) from statewave_private.subject),"
            " (select count(*) from pg_class where relname ~ '^(near|terms).*_[0-9a-f]{32}$'),"
            " (select count(*) from statewave_private.ranking_profile where profile ~ 'trial')"
        ).fetchone()
    assert found == (0, 0, 0)


def line_of(told: data.Conversation) -> str:
    """A conversation as a line of a file."""
    return json.dumps(
        {
            "subject": told.subject,
            "episodes": [dataclasses.asdict(turn) for turn in told.turns],
            "questions": [
                {"q": q.text, "evidence": q.evidence, "category": q.category}
                for q in told.questions
            ],
        }
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two conversations, a line each."""
    path = tmp_path_factory.mktemp("bench") / "told.jsonl"
    told = [data.invented(120, subject=f"told {n}", seed=n) for n in (1, 2)]
    path.write_text("\n".join(map(line_of, told)) + "\n")
    return path


def test_recall_counts_what_is_quoted(run: Any, file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "recall.svg"
    done = run(
        "bench", "recall", str(file), "--budgets", "16,2000", "--json", "--plot", str(picture)
    )
    small, large = json.loads(done.stdout)
    assert small["recall"] < large["recall"] == 1
    assert small["questions"] == 10
    assert (small["over budget"], large["over budget"]) == (0, 0)
    assert large["by category"] == {"invented": 1}
    assert picture.read_text().startswith("<?xml")
    assert "by category" in run("bench", "recall", str(file), "--budgets", "64").stdout


def test_an_episode_counts_only_when_it_is_cited_and_quoted() -> None:
    text = "The crimson kettle from Bergen was sold yesterday."
    item = {"text": f"Ada: {text}", "source_episode_ids": ["1"]}
    assert recall.recalled({"items": [item]}, {"1": text}) == 1
    assert recall.recalled({"items": [item]}, {"2": text}) == 0
    words = {"text": "yesterday sold kettle Bergen crimson", "source_episode_ids": ["1"]}
    assert recall.recalled({"items": [words]}, {"1": text}) == 0
    assert recall.recalled({"items": [item]}, {"1": text, "2": text}) == 0.5


def test_an_episode_without_content_words_must_be_cited() -> None:
    cited = {"text": "Ana: You and I", "source_episode_ids": ["e1"]}
    assert recall.recalled({"items": [cited]}, {"e1": "You and I"}) == 1
    assert recall.recalled({"items": []}, {"e1": "You and I"}) == 0


def test_weights_are_tried_within_their_bounds() -> None:
    assert tune.candidates("bm25_b", 0.8) == [0.48, 1.0]
    assert tune.candidates("bm25_b", 0) == [1.0]
    assert tune.candidates("period_days", 1) == [1.5]
    assert tune.candidates("speaker", 0) == [-1.0, 1.0]


def test_locomos_own_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "locomo10.json"
    path.write_text(
        json.dumps(
            [
                {
                    "sample_id": "conv-1",
                    "conversation": {
                        "speaker_a": "Ada",
                        "speaker_b": "Ben",
                        "session_10_date_time": "9:05 am on 3 June, 2023",
                        "session_10": [{"speaker": "Ben", "dia_id": "D10:1", "text": "Bye."}],
                        "session_2_date_time": "1:56 pm on 8 May, 2023",
                        "session_2": [
                            {"speaker": "Ada", "dia_id": "D2:1", "text": "Hello."},
                            {
                                "speaker": "Ben",
                                "dia_id": "D2:2",
                                "text": "Look!",
                                "blip_caption": "a photo of a kite",
                            },
                        ],
                    },
                    "qa": [
                        {"question": "When?", "evidence": ["D2:1; D10:1"], "category": 2},
                        {"question": "Who?", "evidence": ["D:2:2"], "category": 5},
                        {"question": "Why?", "evidence": [], "category": 3},
                    ],
                }
            ]
        )
    )
    (told,) = data.read(path)
    assert [turn.id for turn in told.turns] == ["D2:1", "D2:2", "D10:1"]
    assert told.turns[1] == data.Turn(
        "D2:2",
        "session_2",
        "2023-05-08T13:57:00+00:00",
        "Ben",
        "Look! [shares an image: a photo of a kite]",
    )
    assert told.questions == (
        data.Question("When?", ("D2:1", "D10:1"), "temporal"),
        data.Question("Who?", ("D2:2",), "adversarial"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no conversation"),
        ("nonsense\n", "line 1 is no subject"),
        ('\n{"subject": "x"}\n', "line 2 is no subject"),
        (line_of(data.invented(30)).replace('"t12"', '"t99"', 1), "no such evidence"),
        ('[{"sample_id": "1"}]', "no list of LoCoMo's samples"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(
    run: Any, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(text)
    assert said in " ".join(run("bench", "recall", str(path), ok=False).stderr.split())


def test_latency_is_beside_the_bare_query(run: Any, file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "latency.png"
    arguments = ("bench", "latency", "--episodes", "60", "--calls", "20")
    found = json.loads(run(*arguments, "--json", "--plot", str(picture)).stdout)
    assert found["memories"] == 60
    assert set(found["retrieve"]) == {"512", "1024", "2048", "4096"}
    for ms in (found["bare"], *found["retrieve"].values()):
        assert 0 < ms["p50"] <= ms["p95"] <= ms["p99"]
    ratio = found["retrieve"]["512"]["p50"] / found["bare"]["p50"]
    assert found["retrieve"]["512"]["times bare"] == pytest.approx(ratio, abs=0.1)
    assert found["first call ms"] > 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "nearest 50" in run(*arguments[:2], str(file), *arguments[2:]).stdout


def test_latency_needs_a_question(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "mute.jsonl"
    path.write_text(line_of(dataclasses.replace(data.invented(60), questions=())))
    assert "no question" in run("bench", "latency", str(path), ok=False).stderr


def test_scale_grows_one_subject_and_many(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "CALLS", 20)
    done = run("bench", "scale", "--episodes", "2500", "--subjects", "12", "--json")
    found = json.loads(done.stdout)
    assert len(found["episodes/s by tenth"]) == 10
    assert (found["exact"]["path"], found["with indexes"]["path"]) == ("exact", "ann")
    assert abs(found["exact"]["recall"] - found["with indexes"]["recall"]) < 0.05
    assert found["subjects"] == 12
    assert found["among all / alone, p50"] > 0


def test_http_is_beside_the_same_calls_in_sql(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its figures are the machine's; here it counts that there are all of them."""
    monkeypatch.setattr("statewave.bench.http.EPISODES", 100)
    monkeypatch.setattr("statewave.bench.http.INGESTED", 200)
    monkeypatch.setattr("statewave.bench.http.CLIENTS", (1, 3))
    found = json.loads(run("bench", "http", "--calls", "50", "--json").stdout)
    for clients in ("1 clients", "3 clients"):
        for over in ("http", "sql"):
            assert set(found[clients][over]) == {"p50", "p95", "p99", "calls/s"}
    assert all(rate > 0 for rate in found["ingest"].values())


def test_writers_are_one_and_two(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "ROUNDS", 1)
    monkeypatch.setattr(writers, "SUBJECTS", 2)
    found = json.loads(run("bench", "writers", "--episodes", "200", "--json").stdout)
    for figures in (found["written"], found["compiled"]):
        assert figures["two / one"] == pytest.approx(
            figures["by two/s"] / figures["by one/s"], abs=0.01
        )
        assert 0 <= figures["client's CPU, of its time"] <= 1.1


def test_a_few_subjects_are_refused(run: Any) -> None:
    assert "10 or more" in run("bench", "scale", "--subjects", "3", ok=False).stderr


def test_tune_reports_on_the_half_not_seen(run: Any, file: Path, shared: Database) -> None:
    arguments = ("--rounds", "1", "--budgets", "32", "--questions", "10", "--save", "fitted")
    found = json.loads(run("bench", "tune", str(file), *arguments, "--json").stdout)
    assert set(found["unseen"]) == {"default", "fitted"}
    assert set(found["unseen"]["default"]) == {"512", "1024", "2048", "4096"}
    with psycopg.connect(shared.admin_dsn) as connection:
        (saved,) = connection.execute(
            "select count(*) from statewave.profiles('fitted')"
        ).fetchone() or (None,)
    assert found["saved"] == bool(saved)
    assert "not seen" in run("bench", "tune", str(file), *arguments[:6]).stdout


def test_halves_share_no_question() -> None:
    one = data.invented(500)
    first, second = data.halves([one])
    assert set(first[0].questions).isdisjoint(second[0].questions)
    assert set(first[0].questions) | set(second[0].questions) == set(one.questions)
    several = [data.invented(50, subject=str(n)) for n in range(5)]
    assert data.halves(several) == (several[::2], several[1::2])


def test_maintain_lists_or_runs_the_plan(run: Any) -> None:
    assert run("maintain", "--dry-run").stdout == ""
    assert json.loads(run("maintain", "--dry-run", "--json").stdout) == {"plan": []}
    assert json.loads(run("maintain", "--json").stdout) == {"done": [], "expired": {}, "filled": {}}
    assert "SW400" in run("maintain", "--promote-from", "1", ok=False).stderr


def test_a_second_maintenance_is_refused_while_one_runs(run: Any, shared: Database) -> None:
    with psycopg.connect(shared.admin_dsn) as other:
        other.execute(f"select pg_advisory_lock({tool.MAINTENANCE_LOCK})".encode())
        assert "running already" in run("maintain", ok=False).stderr
    run("maintain")


def test_a_subject_may_have_the_name_of_markup(run: Any, shared: Database) -> None:
    """Its name is printed as it is, among the reasons of the plan."""
    name = "[/dim] [red]"
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        for batch in data.episodes_of(data.invented(1000).turns):
            connection.execute("select statewave.record_batch(%s, %s)", [name, json.dumps(batch)])
        assert name in run("maintain", "--promote-from", "1000").stderr
        connection.execute("select statewave.erase(%s)", [name])
    run("maintain")
