"""The rules on working after retirement: pure arithmetic over facts and law."""
