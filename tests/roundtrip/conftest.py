"""The number of documents: few and always the same in the suite, more where GONGKAI_ROUNDTRIP says how many."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

pytest.register_assert_rewrite("roundtrip_reports")
settings.register_profile(
    "roundtrip",
    max_examples=int(os.environ.get("GONGKAI_ROUNDTRIP", "60")),
    derandomize="GONGKAI_ROUNDTRIP" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
    # a document is drawn as a few words already; making it smaller tells nothing and takes minutes
    phases=[Phase.explicit, Phase.generate],
)
