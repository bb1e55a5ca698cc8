"""What we ask about files."""

from dataclasses import dataclass

from bots.speech import Question


@dataclass(frozen=True)
class GetUploadByUrlResult(Question):
    """异步任务结果: status 1 under way, 2 done, 3 failed. Page 96219."""

    path = "media/get_upload_by_url_result"
    page = 96219

    jobid: str
