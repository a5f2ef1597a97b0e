"""What `dagster dev` loads: the definitions of GONGKAI_HOME and GONGKAI_PORTALS, made when this module is imported."""

from pipelines.definitions import from_environment

defs = from_environment()
