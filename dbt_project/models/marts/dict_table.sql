{{ described_tables() }}
