"""Methods: numbers in, results out. No files, no network, no widgets.

Import the module you need (``from course_support.methods import needs``); this
package imports none of them, so that light ones stay light.
"""
