"""What the manual's notes define: rubric, levels, criteria, note types, projects, markers. Nothing of it is written
twice.
"""
