"""A YAML value has another shape than its key asks for.

A list stands where one text belongs, or a text where a list or keys and values belong. What was meant cannot be
told, so the value is left out. Lists are written with dashes, or in brackets:

    depends_on: [hoxha-1976, pllumi-2009]
"""
