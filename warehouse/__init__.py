"""What the data are and where they live: the form, the home, the archive, the release.

The leaf of the project: it imports none of the other packages.
"""
