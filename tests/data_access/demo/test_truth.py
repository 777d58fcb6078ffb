"""The planted truth as a file."""

from data_access.demo.truth import Label, Planted, truth_file


def test_the_truth_is_sorted_csv_with_its_header():
    planted = [
        Planted(model="b", subject="lot:2", label=Label.POSITIVE, trap="clear"),
        Planted(model="a", subject="firm:1", label=Label.NOT_JUDGEABLE, trap="too_few"),
    ]
    assert truth_file(planted) == (
        "model,subject,label,trap\na,firm:1,not_judgeable,too_few\nb,lot:2,positive,clear\n"
    )
