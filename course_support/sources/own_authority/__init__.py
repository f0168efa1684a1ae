"""A real authority in the needs analysis: what a chosen set of published files gives.

``files`` reads a file for its role; ``measures`` says what in it can be counted; ``people``,
``need``, ``supply`` and ``money`` take out one authority's figures with their statuses;
``analysis`` puts them together and says where the data ends and an assumption begins.
"""
