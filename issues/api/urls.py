from django.urls import path

from issues.api import bulk, issues, moves, opinions
from rectify.lib.apiview import FormerAddress

urlpatterns = [
    path("issues/", issues.Issues.as_view(), name="issues"),
    path("issues/moves/", bulk.ManyMoves.as_view(), name="issues_move"),
    path("issues/<str:public_id>/", issues.OneIssue.as_view(), name="issue"),
    path("issues/<str:public_id>/plan/", issues.PlanView.as_view(), name="plan"),
    path("issues/<str:public_id>/measures/", issues.Measures.as_view(), name="measures"),
    path("issues/<str:public_id>/reports/", issues.Reports.as_view(), name="reports"),
    path("issues/<str:public_id>/evidence/", issues.Proof.as_view(), name="evidence"),
    path("issues/<str:public_id>/moves/", moves.IssueMoves.as_view(), name="issue_moves"),
    path("measures/<str:public_id>/moves/", moves.MeasureMoves.as_view(), name="measure_moves"),
    path("extensions/<str:public_id>/moves/", moves.ExtensionMoves.as_view(), name="extension_moves"),
    path("opinions/", opinions.Opinions.as_view(), name="opinions"),
    path("opinions/<str:public_id>/", opinions.OneOpinion.as_view(), name="opinion"),
    path("opinions/<str:public_id>/moves/", opinions.OpinionMoves.as_view(), name="opinion_moves"),
    path("recommendations/<str:public_id>/moves/", moves.RecommendationMoves.as_view(), name="recommendation_moves"),
    path("reports/<str:public_id>/moves/", moves.ReportMoves.as_view(), name="report_moves"),
    path("issues/<str:public_id>/progress/", FormerAddress.as_view(now="issues/…/reports/"), name="progress"),
    path("progress/<str:public_id>/moves/", FormerAddress.as_view(now="reports/…/moves/"), name="progress_moves"),
]
