"""`python -m pipelines.bound_dbt ARGUMENTS`: dbt, as a process that ends with the one whose id GONGKAI_PARENT says."""

import os
import sys

from warehouse.children import end_with

if __name__ == "__main__":
    end_with(int(os.environ["GONGKAI_PARENT"]))
    # loading dbt takes seconds, in which the command may be killed
    from dbt.cli.main import cli

    sys.exit(cli(prog_name="dbt"))
