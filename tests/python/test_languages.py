"""Languages: which text-search configuration a text's words fit."""

from typing import Any

import psycopg
import pytest

WRITTEN = [
    ("i went to the park with my sister and we were happy", "english"),
    ("ich habe das nicht gewusst und gehe mit der katze zum arzt", "german"),
    ("je ne sais pas où est la gare mais nous avons le temps", "french"),
    ("no sé qué hacer con los libros pero el niño está muy bien", "spanish"),
    ("non so dove sono gli amici ma il treno è in ritardo", "italian"),
    ("eu não sei onde você está mas gosto muito do rio", "portuguese"),
    ("ik heb het niet gezien maar wij gaan naar het strand", "dutch"),
    ("мы были в москве и я не знаю что делать", "russian"),
    ("wczoraj poszliśmy z żoną na długi spacer wśród kwitnących łąk", "simple"),
    ("我 住 在 北 京", "simple"),
    ("ok", None),
    ("kubectl get pods", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "language"), WRITTEN)
def test_the_language_of_a_text(languages: Any, text: str, language: str | None) -> None:
    assert languages([text]) == [language]


def test_each_language_is_a_configuration_of_postgres(
    languages: Any, admin: psycopg.Connection[Any]
) -> None:
    names = {name for (name,) in admin.execute("select cfgname::text from pg_ts_config").fetchall()}
    told = {languages([text])[0] for text, _ in WRITTEN} - {None}
    common = languages.__globals__["COMMON"]
    assert told | set(common) <= names


def test_each_language_is_told_by_its_own_words(languages: Any) -> None:
    for language, words in languages.__globals__["COMMON"].items():
        assert languages([words]) == [language]
