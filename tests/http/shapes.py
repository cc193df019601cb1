"""The documents of the API, field by field."""

from typing import Any

EPISODE = "id subject_id source type payload metadata provenance session_id occurred_at created_at"
MEMORY = (
    "id subject_id kind content summary confidence valid_from valid_to source_episode_ids metadata status"
    " sensitivity_labels created_at updated_at"
)
RECEIPT = (
    "receipt_id parent_receipt_id mode query_id task_id tenant_id subject_id task as_of created_at caller_id"
    " caller_type selected_entries policy policy_snapshot output region receipt_signature"
)
FACTOR = "signal impact detail"
RESOLUTION = (
    "id subject_id session_id status resolution_summary resolved_at metadata created_at updated_at"
)
JOB = "job_id status subject_id"
SESSION_SLA = (
    "session_id status first_message_at first_response_at resolved_at first_response_seconds resolution_seconds"
    " open_duration_seconds first_response_breached resolution_breached"
)

# Of each route: the fields of its answer, and of what stands in them.
SHAPES: dict[tuple[str, str], dict[str, str]] = {
    ("POST", "/v1/episodes"): {"": EPISODE},
    ("POST", "/v1/episodes/batch"): {"": "episodes_created episodes", "episodes": EPISODE},
    ("POST", "/v1/memories/compile"): {"": "subject_id memories_created memories has_more remaining_episodes", "memories": MEMORY},
    ("GET", "/v1/memories/compile/{id}"): {"": JOB},
    ("GET", "/v1/memories/search"): {"": "memories search_mode", "memories": MEMORY},
    ("PATCH", "/v1/memories/{id}/labels"): {"": MEMORY},
    ("POST", "/v1/context"): {
        "": "subject_id task facts episodes procedures provenance assembled_context token_estimate sessions receipt_id receipt_emitted",
        "facts": MEMORY, "episodes": EPISODE, "procedures": MEMORY,
        "provenance": "fact_ids summary_ids procedure_ids episode_ids", "sessions": "session_id episode_count first_at last_at",
    },
    ("GET", "/v1/timeline"): {"": "subject_id episodes memories episodes_has_more memories_has_more", "episodes": EPISODE, "memories": MEMORY},
    ("GET", "/v1/subjects"): {"": "subjects total", "subjects": "subject_id episode_count memory_count"},
    ("DELETE", "/v1/subjects/{id}"): {"": "subject_id episodes_deleted memories_deleted"},
    ("GET", "/v1/subjects/{id}/health"): {"": "subject_id score state factors", "factors": FACTOR},
    ("GET", "/v1/subjects/{id}/sla"): {
        "": "subject_id total_sessions resolved_sessions open_sessions avg_first_response_seconds avg_resolution_seconds"
            " first_response_breach_count resolution_breach_count sessions",
        "sessions": SESSION_SLA,
    },
    ("POST", "/v1/handoff"): {
        "": "subject_id session_id reason generated_at customer_summary active_issue attempted_steps key_facts resolution_history"
            " recent_context health_score health_state health_factors handoff_notes token_estimate provenance receipt_id receipt_emitted",
        "resolution_history": "session_id status summary resolved_at", "health_factors": FACTOR,
        "provenance": "fact_ids episode_ids resolution_ids context_episode_ids",
    },
    ("POST", "/v1/resolutions"): {"": RESOLUTION},
    ("GET", "/v1/resolutions"): {"": RESOLUTION},
    ("GET", "/v1/receipts"): {"": "receipts next_cursor", "receipts": RECEIPT},
    ("GET", "/v1/receipts/{id}"): {
        "": f"{RECEIPT} status tombstoned_at", "policy": "policy_bundle_hash filters_applied filters_skipped mode",
        "policy_snapshot": "bundle_hash bundle_yaml captured_at", "output": "context_hash context_size_bytes canonicalization_version token_estimate",
        "selected_entries": "type rank score",
    },
    ("GET", "/v1/receipts/{id}/verify"): {"": "valid key_id algorithm reason"},
    ("POST", "/v1/receipts/{id}/replay"): {"": "original_receipt_id replay_receipt_id diff", "diff": "context_hash selected_entries filters_applied"},
    ("GET", "/admin/memories/with-suggested-labels"): {
        "": "memories total limit offset catalogue",
        "memories": "id subject_id tenant_id kind content summary suggested_labels sensitivity_labels created_at", "catalogue": "label description",
    },
    ("POST", "/admin/memories/{id}/promote-labels"): {"": "memory_id promoted sensitivity_labels suggested_labels"},
}  # fmt: skip


def lacking(route: tuple[str, str], body: Any) -> list[str]:
    """The fields that an answer should have and has not."""
    found: list[str] = []
    for place, fields in SHAPES[route].items():
        part = body if place == "" or not isinstance(body, dict) else body[place]
        for one in part if isinstance(part, list) else [part]:
            found += [f"{place}.{name}" for name in fields.split() if name not in one]
    return found
