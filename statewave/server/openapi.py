"""The OpenAPI document, from the table of routes, and a page that shows it."""

import html
import re
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import statewave
from statewave.server.answers import Error
from statewave.server.table import Route

REF = "#/components/schemas/{model}"
PARAMETER = re.compile(r"\{(\w+)(?::path)?\}")
WHEN = {
    400: "The tenant is not named.",
    401: "There is no key, or the caller is not named.",
    403: "The key has not the right.",
    404: "It is not there.",
    409: "It conflicts with what is there.",
    413: "The request is too long.",
    422: "The request is not what the route takes.",
    429: "The key's rate is used up: see Retry-After.",
    500: "An internal error.",
    503: "The database, or what is needed, is not there now: see Retry-After.",
    504: "It took too long.",
}
RARELY = {502: "The language model gave no answer."}
HEADERS = {
    "X-Tenant-ID": "Whom the request is for; else the key's tenant, or the server's own.",
    "X-Request-ID": "Told in the answer, in errors and in the log; else one is made.",
}


def document(routes: Sequence[Route]) -> dict[str, Any]:
    """The API in OpenAPI 3.1."""
    models = {m for route in routes for m in _models(route)} | {Error}
    ordered = sorted(models, key=lambda m: (m.__module__, m.__name__))
    _, schemas = models_json_schema([(m, _mode(m)) for m in ordered], ref_template=REF)
    defined = {name: _tidied(schema) for name, schema in schemas["$defs"].items()}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = PARAMETER.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, defined)
    queries = {r.query.__name__ for r in routes if r.query} - _referred(paths)
    for name in queries:  # their fields are parameters
        del defined[name]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Statewave",
            "version": statewave.__version__,
            "description": "Memory for AI agents that lives entirely in Postgres.",
        },
        "paths": paths,
        "components": {
            "schemas": defined,
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}},
        },
    }


def _operation(route: Route, defined: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.handle.__name__}{'' if route.path[-1] != 'z' else '_z'}",
        "summary": route.summary,
        "tags": [route.tag],
        "parameters": _parameters(route, defined),
        "responses": _responses(route),
    }
    if route.role is not None:
        operation["security"] = [{}, {"key": []}]
        operation["x-role"] = route.role
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": _json(_ref(route.body))}
    return operation


def _parameters(route: Route, defined: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in PARAMETER.findall(route.path):
        schema: dict[str, Any] = {"type": "string", "minLength": 1}
        if name in ("memory_id", "episode_id") or (name, route.tag) == ("job_id", "admin"):
            schema = {"type": "string", "format": "uuid"}
        found.append({"name": name, "in": "path", "required": True, "schema": schema})
    if route.query is not None:
        model = defined[route.query.__name__]
        for name, schema in model["properties"].items():
            required = name in model.get("required", [])
            found.append({"name": name, "in": "query", "required": required, "schema": schema})
    if route.role is not None:
        text = {"type": "string", "maxLength": 128}
        found += [
            {"name": name, "in": "header", "schema": text, "description": said}
            for name, said in HEADERS.items()
        ]
    return found


def _responses(route: Route) -> dict[str, Any]:
    told = WHEN | RARELY
    given: dict[int, Any] = {route.status: route.answer} | dict(route.others)
    if route.role is not None:
        for status in WHEN:
            given.setdefault(status, Error)
    else:
        given.setdefault(500, Error)
    return {
        str(status): {
            "description": told.get(status, "Done." if status != 202 else "It will be done."),
            "content": _json(_ref(answer)),
        }
        for status, answer in sorted(given.items())
    }


def _ref(answer: Any) -> dict[str, Any]:
    if isinstance(answer, type) and issubclass(answer, BaseModel):
        return {"$ref": REF.format(model=answer.__name__)}
    (member,) = get_args(answer)
    return {"type": "array", "items": _ref(member)}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _models(route: Route) -> list[type[BaseModel]]:
    found = [route.body, route.query, *route.others.values()]
    (answer,) = get_args(route.answer) or (route.answer,)
    return [model for model in [*found, answer] if model is not None]


def _mode(model: type[BaseModel]) -> Any:
    return "serialization" if model.__module__.endswith("answers") else "validation"


def _tidied(schema: Any) -> Any:
    """Without the titles, which repeat the names."""
    if isinstance(schema, dict):
        return {
            k: _tidied(v) for k, v in schema.items() if not (k == "title" and isinstance(v, str))
        }
    return [_tidied(v) for v in schema] if isinstance(schema, list) else schema


def _referred(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(_referred(v) for v in value.values()))
    return set().union(*(_referred(v) for v in value)) if isinstance(value, list) else set()


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Statewave {version}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
summary{{cursor:pointer;padding:.3rem 0}}code,pre{{font:14px/1.4 ui-monospace,monospace}}
pre{{background:#8881;padding:.6rem;overflow:auto}}b{{display:inline-block;min-width:4.5rem}}</style>
<h1>Statewave {version}</h1><p>{about} The document itself: <a href="openapi.json">openapi.json</a>.
{body}</html>"""


def page(described: dict[str, Any]) -> str:
    """The document for people, in one file and without a script."""
    parts: dict[str, list[str]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            parts.setdefault(operation["tags"][0], []).append(_shown(path, method, operation))
    sections = [f"<h2>{html.escape(tag)}</h2>{''.join(rows)}" for tag, rows in parts.items()]
    models = [_model(name, schema) for name, schema in described["components"]["schemas"].items()]
    return PAGE.format(
        version=described["info"]["version"],
        about=described["info"]["description"],
        body="".join([*sections, "<h2>documents</h2>", *models]),
    )


def _shown(path: str, method: str, operation: dict[str, Any]) -> str:
    given = [
        f"{p['in']} {p['name']}: {_type(p['schema'])}{'' if p.get('required') else ' (optional)'}"
        for p in operation["parameters"]
    ]
    if "requestBody" in operation:
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        given.append(f"body: {_type(body)}")
    answers = [
        f"{status}: {_type(answer['content']['application/json']['schema'])}"
        for status, answer in operation["responses"].items()
    ]
    role = f" — a {operation['x-role']}'s" if "x-role" in operation else ""
    return (
        f"<details><summary><b>{method.upper()}</b> <code>{html.escape(path)}</code> "
        f"{html.escape(operation['summary'])}{role}</summary>"
        f"<pre>{html.escape(chr(10).join([*given, *answers]))}</pre></details>"
    )


def _model(name: str, schema: dict[str, Any]) -> str:
    parts = [f"{part}: {_type(of)}" for part, of in schema.get("properties", {}).items()]
    about = html.escape(schema.get("description", ""))
    return (
        f"<details id='{name}'><summary><code>{name}</code> {about}</summary>"
        f"<pre>{html.escape(chr(10).join(parts))}</pre></details>"
    )


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(_type(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("type") or "any")
