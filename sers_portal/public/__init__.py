"""The pages that inform everybody: how to begin, fact sheets, forms, questions, glossary, the plan.

Their words are templates; every figure in them is asked of the law or of the code that keeps to it.
"""
