"""What workbooks are made of: cells shown through number formats, and sheets. Their readers are `xlsx`, `xls` and
`spreadsheetml`."""
