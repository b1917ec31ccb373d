"""The API keeps its own schema: generated requests, right and wrong, meet only what is described."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

KEPT = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
PATHS = (
    "/api/v1/places",
    "/api/v1/places/{text}",
    "/api/v1/indicators",
    "/api/v1/indicators/{indicator}",
    "/api/v1/figures",
    "/api/v1/maps/{indicator}",
    "/api/v1/releases",
    "/api/v1/releases/{release}",
    "/api/v1/releases/{release}/datasets/{dataset}",
)


@pytest.fixture(scope="session")
def schema(address: str) -> schemathesis.schemas.BaseSchema:
    """The schema that the site serves.

    Read by its address: given the application itself, Schemathesis imports every module it can find of it.
    """
    return schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


def test_schema_has_the_addresses_tried_here(schema: schemathesis.schemas.BaseSchema) -> None:
    assert set(schema.raw_schema["paths"]) == set(PATHS)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_operation_answers_only_what_its_schema_says(
    schema: schemathesis.schemas.BaseSchema, path: str, mode: GenerationMode
) -> None:
    @settings(max_examples=12, suppress_health_check=list(HealthCheck), database=None)
    @given(schema[path]["GET"].as_strategy(generation_mode=mode))
    def kept(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=KEPT)

    kept()
