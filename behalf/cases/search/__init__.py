"""Search over the cases of a desk: ``words`` and ``asked`` are plain Python, ``index`` writes, ``finding`` reads."""
