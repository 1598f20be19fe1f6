"""What the OpenAPI schema tells that no serializer declares."""

from typing import Any

from rectify.lib.gate import CONFIRM

TOLD = (
    "文字里有“机密”“内部资料”这类词时，服务器答 409 并列出这些词；核对不涉密后带上 true 再发一次，这次确认记入操作记录。"
    "标有密级的一律不收。"
)
WRITES = ("post", "put", "patch")


def tell_confirmation(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Every body that takes words takes `confirmed_unclassified`, and every such request may be answered 409."""
    schemas = result.get("components", {}).get("schemas", {})
    for path in result.get("paths", {}).values():
        for operation in (path[verb] for verb in WRITES if verb in path):
            for content in operation.get("requestBody", {}).get("content", {}).values():
                schema = content.get("schema", {})
                named = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
                if named.get("type") == "object":
                    named.setdefault("properties", {})[CONFIRM] = {
                        "type": "boolean",
                        "default": False,
                        "description": TOLD,
                    }
            operation.setdefault("responses", {}).setdefault("409", {"description": "有要确认的词，或者别人先办了"})
    return result
