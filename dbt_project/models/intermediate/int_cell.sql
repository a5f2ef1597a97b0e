{{ config(materialized='view') }}
-- One row a cell of a current report, as it is used. A view: reading the facts again costs a tenth of keeping them, and
-- only the columns in use are read.
{{ cells_as_used(ref('int_report'), ['report_id']) }}
