"""The fixtures of these tests; what they do stands in `dbt_bench.py`."""

from dbt_bench import bench, build, compiled, healthy, replay

__all__ = ["bench", "build", "compiled", "healthy", "replay"]
