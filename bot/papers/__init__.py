"""Papers: what people can hold in their hands and show to others. Values in, bytes out; nothing is read or sent here.

sheet    tables as CSV, for machines
page     one design of a PDF, for eyes
press    sets that page; imported with the first one
record   signed work records: made, and proved without any installation
"""
