"""Earlier runs: their ledgers, their subjects, and the models' catalogue, in one place to ask."""

from data_access.model_catalogue import LastRun, ModelOverview, model_catalogue
from data_access.run_ledgers import last_run, question_of, runs
from data_access.run_reports import RunReport
from data_access.run_subjects import SampleRow, SubjectRow, samples, subjects

__all__ = [
    "LastRun",
    "ModelOverview",
    "RunReport",
    "SampleRow",
    "SubjectRow",
    "last_run",
    "model_catalogue",
    "question_of",
    "runs",
    "samples",
    "subjects",
]
